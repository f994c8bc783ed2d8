import { functions, stacks } from '../aws.js';
import { html } from '../html.js';
import { Answer, Choice, Facts, useAnswer } from '../parts.js';
import { Runs } from './functions/runs.js';

/** Where the template of the class keeps a function's examples: `{en, pt, answer?, event}` each, the event as text. */
const EXAMPLES = 'classroom:examples';

/** The functions of the class by lesson, and one of them: its settings, tests and invocations. */
export function Functions({ words, chosen }) {
  const answer = useAnswer(async () => {
    // Who may not read the stacks sees the functions, without their lessons.
    const [found, declared] = await Promise.all([functions(), stacks().then(declarations, () => new Map())]);
    return found.map((each) => ({ lesson: '', examples: [], place: Infinity, ...each, ...declared.get(each.FunctionName) }));
  }, []);
  return html`
    <${Answer} words=${words} answer=${answer}>
      ${(found) => {
        if (found.length === 0) return html`<p>${words.functionsNone}</p>`;
        const one = (name) => found.find((each) => each.FunctionName === name);
        return html`
          <${Choice}
            label=${words.functions}
            view="functions"
            names=${byLesson(found)}
            groupOf=${(name) => one(name).lesson || words.noLesson}
            chosen=${chosen}
          >
            ${(name) => html`<${OneFunction} key=${name} words=${words} function=${one(name)} />`}
          <//>
        `;
      }}
    <//>
  `;
}

/** As the template has them; functions without a lesson at the end. */
const byLesson = (found) =>
  found
    .toSorted((a, b) => !a.lesson - !b.lesson || a.place - b.place)
    .map((each) => each.FunctionName);

/** What the templates say of each function, by its physical name. */
function declarations(found) {
  const declared = new Map();
  for (const { template, resources } of found) {
    for (const [id, { Type, Metadata = {} }] of Object.entries(template.Resources ?? {})) {
      if (Type !== 'AWS::Lambda::Function') continue;
      declared.set(resources[id], {
        lesson: lessonOf(Metadata['aws:cdk:path'] ?? ''),
        examples: Metadata[EXAMPLES] ?? [],
        place: declared.size,
      });
    }
  }
  return declared;
}

/** The construct that a function stands under: `Books` of `Classroom/Books/BooksGet/Function/Resource`. */
function lessonOf(path) {
  const [, lesson, ...inside] = path.split('/');
  return inside.length > 1 ? lesson : '';
}

const OneFunction = ({ words, function: settings }) => html`
  <h2>${settings.FunctionName}</h2>
  <p>${settings.Description}</p>
  <${Facts}
    of=${{
      [words.lesson]: settings.lesson || words.noLesson,
      [words.handler]: settings.Handler,
      [words.memory]: `${settings.MemorySize} MB`,
      [words.timeout]: `${settings.Timeout} s`,
      [words.role]: settings.Role,
      [words.environment]: html`<ul>
        ${Object.entries(settings.Environment?.Variables ?? {}).map(([name, value]) => html`<li>${name}=${value}</li>`)}
      </ul>`,
    }}
  />
  <${Runs} words=${words} function=${settings} />
`;
