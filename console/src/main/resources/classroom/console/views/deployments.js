import { callQuery, members } from '../aws.js';
import { listen } from '../events.js';
import { html, useEffect, useState } from '../html.js';
import { Answer, Choice, clock, Facts, Problem, useAnswer } from '../parts.js';

const cloudFormation = (operation, params) => callQuery('cloudformation', operation, params);

/** A deployment says a hundred things in a second: they are read together. */
const TOGETHER = 300;

/** Asks again a moment after something has happened to a stack. */
function useStackEvents(again) {
  useEffect(() => {
    let timer = 0;
    const end = listen(({ kind }) => {
      if (kind !== 'stack') return;
      timer ||= setTimeout(() => {
        timer = 0;
        again();
      }, TOGETHER);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, []);
}

/** The stacks, what happens to them, and how they differ from their templates. */
export function Deployments({ words, chosen }) {
  const answer = useAnswer(async () => members(await cloudFormation('DescribeStacks'), 'Stacks'), []);
  useStackEvents(answer.again);
  return html`
    <${Watched} words=${words} />
    <${Answer} words=${words} answer=${answer}>
      ${(stacks) =>
        stacks.length === 0
          ? html`<p role="status">${words.stacksNone}</p>`
          : html`
              <${Choice} label=${words.deployments} view="deployments" names=${stacks.map((s) => s.StackName)} chosen=${chosen}>
                ${(name) => html`<${Stack} key=${name} words=${words} stack=${stacks.find((s) => s.StackName === name)} />`}
              <//>
            `}
    <//>
  `;
}

/** The last that `up --watch` has said, if the class is watched. */
function Watched({ words }) {
  const [text, setText] = useState();
  useEffect(() => {
    fetch('/_classroom/status')
      .then((response) => response.json())
      .then((status) => setText((newer) => newer ?? status.watch))
      .catch(() => {}); // The view below says that the class does not answer.
    return listen((event) => event.kind === 'watch' && setText(event.text));
  }, []);
  return text && html`<div class="watched" role="status"><strong>${words.watched}</strong><pre tabindex="0">${text}</pre></div>`;
}

const when = (time) => time && new Date(time).toLocaleString(document.documentElement.lang);

function state(status) {
  const look = /FAILED|ROLLBACK/.test(status) ? 'bad' : status.endsWith('_COMPLETE') ? 'good' : '';
  return html`<span class=${look}>${status}</span>`;
}

function Stack({ words, stack }) {
  const name = stack.StackName;
  const answer = useAnswer(async () => {
    const [resources, events] = await Promise.all([
      cloudFormation('DescribeStackResources', { StackName: name }),
      cloudFormation('DescribeStackEvents', { StackName: name }),
    ]);
    return { resources: members(resources, 'StackResources'), events: members(events, 'StackEvents') };
  }, [name]);
  useStackEvents(answer.again);
  const tags = stack.Tags || [];
  return html`
    <h2>${name}</h2>
    <p>${stack.Description}</p>
    <${Facts}
      of=${{
        [words.stackState]: html`<strong role="status">${state(stack.StackStatus)}</strong>`,
        [words.created]: when(stack.CreationTime),
        [words.updated]: when(stack.LastUpdatedTime) ?? words.never,
        [words.tags]: tags.map((tag) => `${tag.Key}=${tag.Value}`).join(', ') || words.none,
        [words.driftState]: stack.DriftInformation.StackDriftStatus,
      }}
    />
    <${Drift} words=${words} name=${name} />
    <${Answer} words=${words} answer=${answer}>
      ${({ resources, events }) => html`
        <h3>${words.events}</h3>
        <${Rows}
          label=${words.events}
          columns=${[words.time, words.resource, words.resourceType, words.stackState, words.reason]}
          rows=${events.map((each) => ({
            key: each.EventId,
            cells: [
              clock(each.Timestamp),
              each.LogicalResourceId,
              each.ResourceType,
              state(each.ResourceStatus),
              each.ResourceStatusReason,
            ],
          }))}
        />
        <h3>${words.outputs}</h3>
        <${Rows}
          label=${words.outputs}
          columns=${[words.output, words.value, words.description]}
          rows=${(stack.Outputs || []).map((each) => ({
            key: each.OutputKey,
            cells: [each.OutputKey, each.OutputValue, each.Description],
          }))}
        />
        <h3>${words.resources}</h3>
        <${Rows}
          label=${words.resources}
          columns=${[words.resource, words.resourceType, words.physicalId, words.stackState]}
          rows=${resources.map((each) => ({
            key: each.LogicalResourceId,
            cells: [each.LogicalResourceId, each.ResourceType, each.PhysicalResourceId, state(each.ResourceStatus)],
          }))}
        />
      `}
    <//>
  `;
}

const Rows = ({ label, columns, rows }) => html`
  <div class="scroll rows" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ key, cells }) => html`<tr key=${key}>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

/** Compares the resources with the template when somebody asks for it, as it reads them all. */
function Drift({ words, name }) {
  const [state, setState] = useState({});
  const detect = async () => {
    setState({ running: true });
    try {
      await cloudFormation('DetectStackDrift', { StackName: name });
      const found = [];
      for (let next; ; ) {
        const more = next ? { NextToken: next } : {};
        const page = await cloudFormation('DescribeStackResourceDrifts', { StackName: name, ...more });
        found.push(...members(page, 'StackResourceDrifts'));
        next = page.querySelector('NextToken')?.textContent;
        if (!next) break;
      }
      setState({ found });
    } catch (error) {
      setState({ error });
    }
  };
  const { running, found, error } = state;
  const differing = found?.filter((each) => each.StackResourceDriftStatus !== 'IN_SYNC') ?? [];
  return html`
    <p><button type="button" disabled=${running} onClick=${detect}>${running ? words.detecting : words.detectDrift}</button></p>
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${found &&
    html`
      <p role="status" class=${differing.length ? 'bad' : 'good'}>
        ${differing.length ? words.drifted(differing.length, found.length) : words.inSync(found.length)}
      </p>
    `}
    ${differing.length > 0 &&
    html`
      <${Rows}
        label=${words.driftState}
        columns=${[words.resource, words.stackState, words.property, words.expected, words.actual, words.difference]}
        rows=${differing.flatMap(differences)}
      />
    `}
  `;
}

/** A row for each property that differs; a deleted resource has none and one row all the same. */
function differences({ LogicalResourceId: id, StackResourceDriftStatus: status, PropertyDifferences: properties }) {
  return (properties || [{}]).map((each) => ({
    key: `${id} ${each.PropertyPath}`,
    cells: [id, html`<span class="bad">${status}</span>`, each.PropertyPath, each.ExpectedValue, each.ActualValue, each.DifferenceType],
  }));
}
