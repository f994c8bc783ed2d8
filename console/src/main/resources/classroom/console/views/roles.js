import { call, functions } from '../aws.js';
import { listen, useEvents } from '../events.js';
import { html, useEffect, useState } from '../html.js';
import { Answer, Choice, Facts, Problem, useAnswer } from '../parts.js';

/** Different decisions that are kept: more than a person looks back on. */
const KEPT = 100;

/** Decisions that are alike are one, with the time of the newest and how many there were; the newest last. */
const decided = new Map();
listen((event) => {
  if (event.kind !== 'decision') return;
  const key = JSON.stringify([event.caller, event.action, event.resource, event.why]);
  const times = (decided.get(key)?.times ?? 0) + 1;
  decided.delete(key);
  decided.set(key, { ...event, key, times });
  if (decided.size > KEPT) decided.delete(leastTelling());
});

/** A flood of allowed requests must not push out what was denied. */
function leastTelling() {
  for (const [key, each] of decided) if (each.allowed) return key;
  return decided.keys().next().value;
}

/** What IAM decides, as it decides it; and for each function what its role grants, what it used, and a "what if". */
export function Roles({ words, chosen }) {
  const [newest] = useEvents('decision');
  return html`
    <${Decisions} words=${words} />
    <${Functions} words=${words} chosen=${chosen} newest=${newest} />
  `;
}

function Decisions({ words }) {
  const [deniedOnly, setDeniedOnly] = useState(false);
  const rows = [...decided.values()].reverse().filter((each) => !(deniedOnly && each.allowed));
  const none = deniedOnly ? words.deniedNone : words.decisionsNone;
  return html`
    <h2>${words.decisions}</h2>
    <p>${words.decisionsWho}</p>
    <label class="check">
      <input type="checkbox" checked=${deniedOnly} onChange=${(e) => setDeniedOnly(e.target.checked)} />
      ${words.deniedOnly}
    </label>
    ${rows.length === 0
      ? html`<p role="status">${none}</p>`
      : html`
          <${Scroll} label=${words.decisions} class="decisions">
            <${Table} words=${words} columns=${['time', 'decisionWho', 'iamAction', 'iamResource', 'decision', 'iamBecause', 'iamTimes']}>
              ${rows.map(
                (each) => html`
                  <tr key=${each.key} class=${each.allowed ? '' : 'bad'}>
                    <td>${new Date(each.time).toLocaleTimeString()}</td>
                    <td>${who(each)}</td>
                    <td>${each.action}</td>
                    <td title=${each.resource}>${short(each.resource)}</td>
                    <td><${Verdict} words=${words} allowed=${each.allowed} /></td>
                    <td lang="en">${each.why}</td>
                    <td class="number">${each.times}</td>
                  </tr>
                `,
              )}
            <//>
          <//>
        `}
  `;
}

const Verdict = ({ words, allowed }) => html`
  <strong class=${allowed ? 'good' : 'bad'}>${allowed ? '✓' : '✗'} ${allowed ? words.iamAllowed : words.iamDenied}</strong>
`;

/** The session of a role is named as the function is. */
const who = ({ caller }) => caller.split('/').at(-1);

/** A resource without what all of the class have in common: the service stands in the action. */
const short = (arn) => arn.split(':').slice(5).join(':') || arn;

const Table = ({ words, columns, children }) => html`
  <table>
    <thead>
      <tr>${columns.map((column) => html`<th scope="col">${words[column]}</th>`)}</tr>
    </thead>
    <tbody>${children}</tbody>
  </table>
`;

function Functions({ words, chosen, newest }) {
  const answer = useAnswer(
    async () => [(await call('classroom', 'DescribeAccess')).Functions, await functions()],
    [],
  );
  // What is used changes with each decision; one question a second is enough to see it.
  useEffect(() => {
    if (!newest) return undefined;
    const soon = setTimeout(answer.again, 1000);
    return () => clearTimeout(soon);
  }, [newest && Math.floor(newest.time / 1000)]);
  return html`
    <${Answer} words=${words} answer=${answer}>
      ${([access, settings]) =>
        access.length === 0
          ? html`<p>${words.rolesNone}</p>`
          : html`
              <${Choice} label=${words.functions} view="roles" names=${access.map((f) => f.FunctionName)} chosen=${chosen}>
                ${(name) => html`
                  <${OneFunction}
                    key=${name}
                    words=${words}
                    all=${access}
                    access=${access.find((f) => f.FunctionName === name)}
                    role=${settings.find((f) => f.FunctionName === name)?.Role}
                  />
                `}
              <//>
            `}
    <//>
  `;
}

function OneFunction({ words, all, access, role }) {
  const { Grants: grants, Refused: refused, OthersAllowed: allowed, OthersRefused: others } = access;
  return html`
    <h2>${access.FunctionName}</h2>
    <${Facts} of=${{ [words.role]: role }} />
    <h3>${words.grants}</h3>
    ${grants.length === 0
      ? html`<p>${words.grantsNone}</p>`
      : html`
          <${Scroll} label=${words.grants}>
            <${Table} words=${words} columns=${['calls', 'iamAction', 'iamResource']}>
              ${grants.map(
                (grant) => html`
                  <tr>
                    <td class="number">${grant.Calls || words.grantUnused}</td>
                    <td>${grant.Action}</td>
                    <td>
                      ${grant.Resource}
                      ${grant.Conditions.map((each) => html`<br /><span lang="en">${words.iamIf} ${each}</span>`)}
                    </td>
                  </tr>
                `,
              )}
            <//>
          <//>
        `}
    ${refused.length > 0 &&
    html`
      <h3>${words.grantsRefused}</h3>
      <${Scroll} label=${words.grantsRefused}>
        <${Table} words=${words} columns=${['calls', 'iamAction', 'iamResource']}>
          ${refused.map(
            (each) => html`
              <tr class="bad">
                <td class="number">${each.Calls}</td>
                <td>${each.Action}</td>
                <td>${each.Resource}${each.Because && html`<br /><span lang="en">${each.Because}</span>`}</td>
              </tr>
            `,
          )}
        <//>
      <//>
    `}
    ${allowed + others > 0 && html`<p>${words.grantsOthers(allowed, others)}</p>`}
    <${WhatIf} words=${words} all=${all} access=${access} role=${role} />
  `;
}

const Scroll = ({ label, class: kind = '', children }) => html`
  <div class="scroll wide ${kind}" tabindex="0" role="region" aria-label=${label}>${children}</div>
`;

/** One question to the same authorizer; it counts nothing. */
function WhatIf({ words, all, access, role }) {
  const known = (member) => [...new Set(all.flatMap((each) => each.Grants.map((grant) => grant[member])))].sort();
  const [action, setAction] = useState(access.Grants[0]?.Action ?? '');
  const [resource, setResource] = useState(access.Grants[0]?.Resource ?? '*');
  const [state, setState] = useState({});
  const ask = async (e) => {
    e.preventDefault();
    const question = { FunctionName: access.FunctionName, Action: action, Resource: resource };
    try {
      setState({ answer: await call('classroom', 'ExplainAccess', question) });
    } catch (error) {
      setState({ error });
    }
  };
  const { answer, error } = state;
  const field = (name, label, value, set, values) => html`
    <label>
      ${label}
      <input list="known-${name}" required spellcheck="false" value=${value} onInput=${(e) => set(e.target.value)} />
    </label>
    <datalist id="known-${name}">${values.map((each) => html`<option value=${each}></option>`)}</datalist>
  `;
  return html`
    <h3>${words.whatIf}</h3>
    <p>${words.whatIfSays(access.FunctionName)}</p>
    <form class="what-if" onSubmit=${ask}>
      ${field('actions', words.iamAction, action, setAction, known('Action'))}
      ${field('resources', words.iamResource, resource, setResource, known('Resource'))}
      <button>${words.whatIfAsk}</button>
    </form>
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${answer &&
    html`
      <p role="status">
        <${Verdict} words=${words} allowed=${answer.Allowed} />${' '}<span lang="en">${answer.Explanation}</span>
      </p>
      <h4>${words.whatIfCommand}</h4>
      <pre tabindex="0" class="wrap">
aws iam simulate-principal-policy --policy-source-arn ${role} --action-names ${action} --resource-arns '${resource}'</pre
      >
    `}
  `;
}
