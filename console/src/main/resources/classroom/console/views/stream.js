import { all, call, mappings } from '../aws.js';
import { open, read } from '../changes.js';
import { useEvents } from '../events.js';
import { html, useState } from '../html.js';
import { Answer, Choice, Facts, Problem, useAnswer, useEverySecond } from '../parts.js';

const LISTING = { items: 'Streams', next: 'LastEvaluatedStreamArn', start: 'ExclusiveStartStreamArn' };

/** How many batches are shown: the wall holds no more. */
const BATCHES = 30;

/** What comes after the last colon of an ARN is the name of a queue or a function. */
const nameOf = (arn) => arn.slice(arn.lastIndexOf(':') + 1);

/** The streams of the class, and one of them: its changes, the batches that took them, and what was given up. */
export function Stream({ words, chosen }) {
  const answer = useAnswer(async () => [await all('streams', 'ListStreams', LISTING), await mappings()], []);
  return html`
    <${Answer} words=${words} answer=${answer}>
      ${([streams, readers]) => {
        // A table that was made again has its old stream for a day: the newest label is the one in use.
        const byLabel = streams.sort((a, b) => (a.StreamLabel < b.StreamLabel ? -1 : 1));
        const newest = Object.fromEntries(byLabel.map((each) => [each.TableName, each.StreamArn]));
        if (streams.length === 0) return html`<p>${words.streamsNone}</p>`;
        return html`
          <${Choice} label=${words.stream} view="stream" names=${Object.keys(newest).sort()} chosen=${chosen}>
            ${(table) => html`
              <${OneStream}
                key=${newest[table]}
                words=${words}
                table=${table}
                arn=${newest[table]}
                readers=${readers.filter((each) => each.EventSourceArn === newest[table])}
              />
            `}
          <//>
        `;
      }}
    <//>
  `;
}

function OneStream({ words, table, arn, readers }) {
  const [stream] = useState(() => open(arn));
  const [, draw] = useState(0);
  const [picked, pick] = useState();
  const again = () => draw((round) => round + 1);
  const error = useEverySecond(async () => {
    await read(stream, again);
    again();
  }, []);
  const batches = useEvents('batch').filter((each) => each.stream === arn);
  const fates = fatesOf(batches);
  const changes = stream.shards.flatMap((shard) => shard.changes);
  const newest = changes.reduce((one, other) => (!one || other.time > one.time ? other : one), undefined);
  const shown = changes.find((each) => each.sequenceNumber === picked) ?? newest;
  const keys = new Map(changes.map((each) => [each.sequenceNumber, each.key]));
  return html`
    <h2>${table}</h2>
    <${Settings} words=${words} stream=${stream} readers=${readers} />
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${stream.shards.map(
      (shard) => html`
        <${Lane} key=${shard.id} words=${words} shard=${shard} shown=${shown} pick=${pick} fates=${fates} />
      `,
    )}
    <div class="beside">
      ${shown &&
      html`
        <div>
          <${Change} words=${words} change=${shown} fates=${fates.get(shown.sequenceNumber)} />
          ${picked && html`<p><button type="button" onClick=${() => pick()}>${words.streamToNewest}</button></p>`}
        </div>
      `}
      <div><${Batches} words=${words} batches=${batches.slice(0, BATCHES)} keys=${keys} /></div>
    </div>
    <${Failures} words=${words} given=${batches.filter((each) => each.outcome === 'discarded')} keys=${keys} />
    ${queues(readers).map((queue) => html`<${Queue} key=${queue} words=${words} queue=${queue} />`)}
  `;
}

const queues = (readers) => [
  ...new Set(readers.map((each) => each.DestinationConfig?.OnFailure?.Destination).filter((arn) => arn)),
];

function Settings({ words, stream, readers }) {
  const told = readers.map(
    (each) => html`
      <div>
        <a href="#functions/${encodeURIComponent(nameOf(each.FunctionArn))}">${nameOf(each.FunctionArn)}</a>:${' '}
        ${[
          words.streamMapping(each.BatchSize, each.State),
          words.streamRetries(each.MaximumRetryAttempts),
          each.BisectBatchOnFunctionError && words.streamHalves,
        ]
          .filter((part) => part)
          .join(', ')}
        ${each.FilterCriteria?.Filters?.map((filter) => html`<div>${words.streamFilter(filter.Pattern)}</div>`)}
      </div>
    `,
  );
  return html`
    <${Facts}
      of=${{
        ...(stream.viewType && { [words.streamView]: words.streamViews[stream.viewType] ?? stream.viewType }),
        [words.streamReader]: told.length > 0 ? told : words.streamReaderNone,
      }}
    />
  `;
}

/**
 * What became of each record, by its sequence number: the newest event of each mapping, with the outcome for this
 * record.
 */
function fatesOf(batches) {
  const fates = new Map();
  for (const batch of batches) {
    const failing = batch.records.findIndex((number) => batch.failed?.includes(number));
    batch.records.forEach((number, index) => {
      const known = fates.get(number) ?? [];
      if (known.some((each) => each.batch.mapping === batch.mapping)) return;
      const outcome = batch.outcome !== 'partial' ? batch.outcome : index < failing ? 'handled' : 'again';
      fates.set(number, [...known, { batch, outcome }]);
    });
  }
  return fates;
}

/** One list to a screen reader and the keyboard: the arrow keys choose, and one tab leaves it. */
function Lane({ words, shard, shown, pick, fates }) {
  const { id, changes, done } = shard;
  const index = changes.indexOf(shown);
  const move = (e) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -index, End: changes.length }[e.key];
    if (step === undefined) return;
    e.preventDefault();
    const change = changes[Math.max(0, Math.min(changes.length - 1, index + step))];
    pick(change.sequenceNumber);
    document.getElementById(option(change))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  return html`
    <h3 class="lane">${words.streamLane(id)}${done ? ` (${words.streamClosed})` : ''}</h3>
    ${changes.length === 0
      ? html`<p role="status">${words.streamEmpty}</p>`
      : html`
          <ol
            class="lane"
            role="listbox"
            tabindex="0"
            aria-label="${words.streamLane(id)}: ${words.streamNewest}"
            aria-orientation="horizontal"
            aria-activedescendant=${index < 0 ? undefined : option(shown)}
            onKeyDown=${move}
          >
            ${changes.map((each) => {
              const fate = fates.get(each.sequenceNumber)?.[0];
              return html`
                <li
                  key=${each.sequenceNumber}
                  id=${option(each)}
                  role="option"
                  class=${each.event.toLowerCase()}
                  aria-selected=${each === shown}
                  onClick=${() => pick(each.sequenceNumber)}
                >
                  <strong>${each.event}</strong>
                  <bdi>${each.key}</bdi>
                  <span class=${fate ? fate.outcome : ''}>${fate ? words.streamOutcomes[fate.outcome] : '…'}</span>
                </li>
              `;
            })}
          </ol>
        `}
  `;
}

const option = (change) => `change-${change.sequenceNumber}`;

/** The old image beside the new one. The difference is said in a word and a sign, and then by colour. */
function Change({ words, change, fates = [] }) {
  return html`
    <h3>${change.event} <bdi>${change.key}</bdi></h3>
    <${Facts}
      of=${{
        [words.streamSequence]: change.sequenceNumber,
        [words.streamTime]: new Date(change.time).toLocaleTimeString(),
        [words.streamOutcome]:
          fates.length === 0
            ? words.streamNoBatch
            : fates.map(
                ({ batch, outcome }) => html`
                  <div>
                    <span class=${outcome}>${words.streamOutcomes[outcome]}</span>: ${batch.function},${' '}
                    ${words.streamOf(batch.number, batch.attempt)}
                  </div>
                `,
              ),
      }}
    />
    ${change.expired && html`<p>${words.streamExpired}</p>`}
    <div class="scroll" tabindex="0" role="region" aria-label=${words.streamChange}>
      <table class="images">
        <thead>
          <tr>
            ${['streamAttribute', 'streamOld', 'streamNew', 'streamWhat'].map(
              (column) => html`<th scope="col">${words[column]}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${change.rows.map(
            ({ name, isKey, what, old, now }) => html`
              <tr key=${name} class=${what}>
                <th scope="row"><bdi>${name}</bdi>${isKey && html` <small>${words.streamKey}</small>`}</th>
                <td><${Value} of=${old} as=${what === 'removed' || what === 'changed' ? 'del' : 'span'} /></td>
                <td><${Value} of=${now} as=${what === 'added' || what === 'changed' ? 'ins' : 'span'} /></td>
                <td>${words.streamWhats[what]}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
    ${change.more > 0 && html`<p>${words.streamMore(change.more)}</p>`}
  `;
}

const Value = ({ of, as }) => of && html`<small>${of.type}</small> <${as}><bdi>${of.text}</bdi><//>`;

/** Records by the keys of their items, as far as these are known. */
const named = (numbers, keys) => numbers.map((number) => keys.get(number) ?? number).join(', ');

function Batches({ words, batches, keys }) {
  const columns = ['streamTime', 'streamBatch', 'streamOutcome'];
  return html`
    <h3>${words.streamBatches}</h3>
    ${batches.length === 0
      ? html`<p role="status">${words.streamBatchesNone}</p>`
      : html`
          <div class="scroll" tabindex="0" role="region" aria-label=${words.streamBatches}>
            <table class="batches">
              <thead>
                <tr>${columns.map((column) => html`<th scope="col">${words[column]}</th>`)}</tr>
              </thead>
              <tbody>
                ${batches.map(
                  (each) => html`
                    <tr key=${`${each.time} ${each.requestId} ${each.records[0]}`}>
                      <td>${new Date(each.time).toLocaleTimeString()}</td>
                      <td>
                        <strong>${each.number}</strong>${' '}
                        <a href="#logs/${encodeURIComponent(`/aws/lambda/${each.function}`)}">${each.function}</a>
                        <div>${words.streamSize(each.size, each.attempt)}</div>
                      </td>
                      <td>
                        <span class=${each.outcome}>${words.streamOutcomes[each.outcome]}</span>
                        ${each.failed?.length > 0 &&
                        html`<div><bdi>${words.streamReported(named(each.failed, keys))}</bdi></div>`}
                        ${each.error && html`<div><bdi>${each.error}</bdi></div>`}
                      </td>
                    </tr>
                  `,
                )}
              </tbody>
            </table>
          </div>
        `}
  `;
}

/** What the class has told since the page was opened: nobody needs to take a message out of the queue for it. */
function Failures({ words, given, keys }) {
  return html`
    <h3>${words.streamFailures}</h3>
    ${given.length === 0
      ? html`<p role="status">${words.streamFailuresNone}</p>`
      : html`
          <ul class="failures">
            ${given.map(
              (each) => html`
                <li key=${`${each.time} ${each.records[0]}`}>
                  <strong class="bad">✗ ${each.condition}</strong>${' '}
                  <bdi>${named(each.records, keys)}</bdi>
                  <div>
                    ${!each.queue
                      ? words.streamNoQueue
                      : each.message
                        ? words.streamSent(nameOf(each.queue))
                        : words.streamUnsent(nameOf(each.queue))}
                  </div>
                  ${each.message && html`<${Message} words=${words} body=${each.message} />`}
                </li>
              `,
            )}
          </ul>
        `}
  `;
}

const Message = ({ words, body }) => html`
  <details>
    <summary>${words.streamMessage}</summary>
    <pre tabindex="0">${JSON.stringify(body, null, 2)}</pre>
  </details>
`;

/** Reading a queue is for a person to decide. Without a visibility timeout it takes nothing away from anybody. */
function Queue({ words, queue }) {
  const [{ messages, error }, setState] = useState({});
  const receive = async () => {
    try {
      const { QueueUrl } = await call('sqs', 'GetQueueUrl', { QueueName: nameOf(queue) });
      const input = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
      setState({ messages: (await call('sqs', 'ReceiveMessage', input)).Messages ?? [] });
    } catch (e) {
      setState({ error: e });
    }
  };
  return html`
    <h3>${words.streamQueue}</h3>
    <p>${nameOf(queue)}</p>
    <p class="actions">
      <button type="button" onClick=${receive}>${words.streamReadQueue}</button>
      <small>${words.streamQueueStays}</small>
    </p>
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${messages?.length === 0 && html`<p role="status">${words.streamQueueEmpty}</p>`}
    ${messages?.map((each) => html`<pre key=${each.MessageId} tabindex="0">${pretty(each.Body)}</pre>`)}
  `;
}

/** Whoever may write to the queue may have sent what is no JSON. */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
