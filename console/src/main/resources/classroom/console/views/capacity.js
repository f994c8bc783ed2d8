import { all, call } from '../aws.js';
import { listen } from '../events.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { Answer, useAnswer } from '../parts.js';
import { beginAnew, KINDS, resource, SHOWN, units } from '../units.js';

const LISTING = { items: 'TableNames', next: 'LastEvaluatedTableName', start: 'ExclusiveStartTableName' };
const TOP = 10;

/** From this share of its table's units on a key is called hot, once there are enough of them to say. */
const HOT = 0.5;
const ENOUGH = 20;

const SECONDS_PER_HOUR = 3600;

/** What the tables use, second by second, against what they have; who uses it; and what it would cost. */
export function Capacity({ words }) {
  const answer = useAnswer(describe, []);
  // A table that comes, changes or goes.
  useEffect(
    () =>
      listen((event) => {
        const used = event.kind === 'units' ? resource(event.table, event.index) : undefined;
        if (used?.known === false || (event.kind === 'call' && /^(Create|Update|Delete)Table$/.test(event.operation))) {
          answer.again();
        }
        if (used) used.known = true;
      }),
    [],
  );
  return html`
    <${Answer} words=${words} answer=${answer}>
      ${(described) => html`<${Meters} words=${words} ...${described} />`}
    <//>
  `;
}

/** The tables with what they were given, and the prices; what the page remembers of them is brought up to date. */
async function describe() {
  const names = await all('dynamodb', 'ListTables', LISTING);
  const [costs, ...tables] = await Promise.all([
    fetch('capacity.json').then((response) => response.json()),
    ...names.map((name) => call('dynamodb', 'DescribeTable', { TableName: name })),
  ]);
  const shown = [];
  for (const { Table: table } of tables) {
    const onDemand = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
    for (const part of [table, ...(table.GlobalSecondaryIndexes ?? [])]) {
      const found = resource(table.TableName, part.IndexName);
      const { ReadCapacityUnits: read, WriteCapacityUnits: write } = part.ProvisionedThroughput ?? {};
      const path = `table/${table.TableName}${part.IndexName ? `/index/${part.IndexName}` : ''}`;
      found.provision(onDemand ? undefined : { read, write }, costs.balances?.[path]);
      found.known = true;
      shown.push([table.TableName, part.IndexName]);
    }
  }
  return { costs, shown };
}

function Meters({ words, costs, shown }) {
  const [, draw] = useState(0);
  useEffect(() => {
    const clock = setInterval(() => draw((round) => round + 1), 1000);
    return () => clearInterval(clock);
  }, []);
  const anew = () => {
    beginAnew();
    draw((round) => round + 1);
  };
  const resources = shown.map((each) => resource(...each));
  const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const number = (value) => numbers.format(value);
  const parts = { words, costs, resources, number };
  return html`
    <p>
      ${costs.balances ? words.capacityHeld : words.capacityFree} ${words.capacityBurst}
    </p>
    <p>
      ${words.capacitySince(new Date(units.since).toLocaleTimeString())}${' '}
      <button type="button" onClick=${anew}>${words.capacityAnew}</button>
    </p>
    ${units.missed > 0 && html`<p role="status" class="bad">${words.capacityMissed(number(units.missed))}</p>`}
    <div class="cards">${resources.map((each) => html`<${Card} key=${each.name} ...${parts} of=${each} />`)}</div>
    <${AsTable} ...${parts} />
    <${Keys} ...${parts} />
    <${Throttled} ...${parts} />
    <${Cost} ...${parts} />
  `;
}

const label = (words, kind) => (kind === 'read' ? words.capacityRead : words.capacityWrite);
const second = () => Math.floor(Date.now() / 1000);
const lately = (use) => use.series(second()).at(-1);

function Card({ words, number, of }) {
  const { read, write } = of.use;
  return html`
    <section class="card" aria-label=${of.name}>
      <h2>${of.name}</h2>
      <div role="img" aria-label=${words.capacityChart(of.name, number(lately(read)), number(lately(write)))}>
        <${Chart} words=${words} of=${of} />
      </div>
      ${KINDS.map((kind) => html`<${Kind} words=${words} number=${number} of=${of} kind=${kind} />`)}
    </section>
  `;
}

function Kind({ words, number, of, kind }) {
  const bucket = of.buckets[kind];
  const left = bucket?.leftAt(Date.now() / 1000);
  const remains = bucket ? words.capacityLeft(number(Math.floor(left)), number(bucket.most)) : words.onDemand;
  return html`
    <p class="kind">
      <span><span class="line ${kind}"></span> ${label(words, kind)}: ${' '}
        <strong>${words.capacityUnits(number(lately(of.use[kind])), bucket?.perSecond)}</strong></span>
      <small class=${left <= 0 ? 'bad' : ''}>${remains}</small>
    </p>
    ${bucket &&
    html`
      <meter
        aria-label="${of.name}, ${label(words, kind)}"
        min="0"
        max=${bucket.most}
        low=${bucket.most / 5}
        optimum=${bucket.most}
        value=${Math.max(0, left)}
      ></meter>
    `}
  `;
}

/** Reads as a line, writes as a broken one; the dots are what the table was given. Drawn when its card is. */
function Chart({ words, of }) {
  const box = useRef();
  const chart = useRef();
  useEffect(() => {
    const plot = new globalThis.uPlot(options(words, box.current), [[]], box.current);
    chart.current = plot;
    const resized = new ResizeObserver(() => plot.setSize({ width: box.current.clientWidth, height: HEIGHT }));
    resized.observe(box.current);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [words]);
  useEffect(() => {
    const ago = Array.from({ length: SHOWN }, (_, i) => i + 1 - SHOWN);
    const given = (kind) => ago.map(() => of.buckets[kind]?.perSecond ?? null);
    const used = KINDS.map((kind) => of.use[kind].series(second()));
    chart.current.setData([ago, ...used, ...KINDS.map(given)]);
  });
  return html`<div class="chart" ref=${box}></div>`;
}

const HEIGHT = 130;

function options(words, box) {
  // A theme's colours, as they are when it is drawn: a canvas knows no variables.
  const color = (variable) => () => {
    box.style.color = `var(${variable})`;
    return getComputedStyle(box).color;
  };
  const axis = { stroke: color('--text'), grid: { stroke: color('--raised'), width: 1 }, ticks: { show: false } };
  const series = (variable, dash, width) => ({ stroke: color(variable), dash, width, points: { show: false } });
  return {
    width: box.clientWidth,
    height: HEIGHT,
    padding: [6, 14, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [1 - SHOWN, 0] }, y: { range: (plot, min, max) => [0, Math.max(1, max * 1.15)] } },
    axes: [
      {
        ...axis,
        size: 26,
        splits: [-90, -60, -30, 0],
        values: (plot, splits) => splits.map((ago) => (ago === 0 ? words.capacityNow : `${ago} s`)),
      },
      { ...axis, size: 38 },
    ],
    series: [
      {},
      series('--link', undefined, 2),
      series('--warm', [6, 3], 2),
      series('--link', [1, 5], 1),
      series('--warm', [1, 8], 1),
    ],
  };
}

const Table = ({ label: name, columns, children }) => html`
  <div class="scroll wide" tabindex="0" role="region" aria-label=${name}>
    <table>
      <thead>
        <tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
      </thead>
      <tbody>${children}</tbody>
    </table>
  </div>
`;

const AsTable = ({ words, resources, number }) => html`
  <details>
    <summary>${words.capacityAsTable}</summary>
    <${Table}
      label=${words.capacityAsTable}
      columns=${[
        words.capacityOf,
        words.capacityKind,
        words.capacitySecond,
        words.capacityPeak,
        words.capacityTotal,
        words.capacityRemains,
      ]}
    >
      ${resources.flatMap((each) =>
        KINDS.map((kind) => {
          const use = each.use[kind];
          const left = each.buckets[kind]?.leftAt(Date.now() / 1000);
          return html`
            <tr>
              <th scope="row">${each.name}</th>
              <td>${label(words, kind)}</td>
              ${[lately(use), use.busiest, use.total].map((value) => html`<td class="number">${number(value)}</td>`)}
              <td class="number">${left === undefined ? '' : number(Math.floor(left))}</td>
            </tr>
          `;
        }),
      )}
    <//>
  </details>
`;

function Keys({ words, number }) {
  const top = [...units.keys.values()].sort((a, b) => b.units - a.units).slice(0, TOP);
  const total = ({ use }) => use.read.total + use.write.total;
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: 'percent' });
  const rows = top.map((each) => ({ ...each, share: each.units / total(each.used) }));
  const hot = rows.find((each) => each.share >= HOT && total(each.used) >= ENOUGH);
  return html`
    <h2>${words.capacityKeys}</h2>
    ${hot && html`<p class="bad"><strong>${words.capacityHot(hot.key, percent.format(hot.share))}</strong></p>`}
    ${rows.length === 0
      ? html`<p>${words.capacityKeysNone}</p>`
      : html`
          <${Table}
            label=${words.capacityKeys}
            columns=${[words.capacityKey, words.capacityOf, words.capacityTotal, words.capacityShare]}
          >
            ${rows.map(
              (each) => html`
                <tr key=${each.used.name + each.key}>
                  <td><bdi>${each.key}</bdi></td>
                  <td>${each.used.name}</td>
                  <td class="number">${number(each.units)}</td>
                  <td class="share">
                    <span class="bar" style=${{ width: `${each.share * 100}%` }}></span>
                    ${percent.format(each.share)}
                  </td>
                </tr>
              `,
            )}
          <//>
        `}
  `;
}

function Throttled({ words, costs, number }) {
  const title = costs.balances ? words.capacityThrottled : words.capacityWould;
  const rows = [...units.throttled.values()].sort((a, b) => b.time - a.time);
  return html`
    <h2>${title}</h2>
    ${rows.length === 0
      ? html`<p>${words.capacityThrottledNone}</p>`
      : html`
          <${Table}
            label=${title}
            columns=${[words.capacityOf, words.capacityReason, words.capacityRequests, words.capacityLast]}
          >
            ${rows.map(
              (each) => html`
                <tr class="bad" key=${each.used.name + each.reason}>
                  <td>${each.used.name}</td>
                  <td>${each.reason}</td>
                  <td class="number">${number(each.requests)}</td>
                  <td>${new Date(each.time).toLocaleTimeString()}</td>
                </tr>
              `,
            )}
          <//>
        `}
  `;
}

/** What was used, and as much all month; by the price of each request, and by the hour of what the tables were given. */
function Cost({ words, costs, resources, number }) {
  const { prices, hoursPerMonth } = costs;
  const used = { read: 0, write: 0 };
  const given = { read: 0, write: 0 };
  for (const kind of KINDS) {
    for (const each of resources) {
      used[kind] += each.use[kind].total;
      // What is on demand would have to be given its busiest second.
      given[kind] += each.buckets[kind]?.perSecond ?? Math.max(1, Math.ceil(each.use[kind].busiest));
    }
  }
  const hours = (Date.now() - units.since) / 1000 / SECONDS_PER_HOUR;
  const sum = (cost) => KINDS.reduce((all, kind) => all + cost(kind), 0);
  const requests = (times) =>
    sum((kind) => (used[kind] * times * prices[`${kind}-requests`].usd) / prices[`${kind}-requests`].per);
  const capacity = (time, free) =>
    sum((kind) => {
      const price = prices[`${kind}-capacity`];
      return Math.max(0, given[kind] - (free ? price.free : 0)) * price.usd * time;
    });
  const lang = document.documentElement.lang;
  const dollars = new Intl.NumberFormat(lang, { style: 'currency', currency: 'USD', maximumFractionDigits: 8 });
  const cents = new Intl.NumberFormat(lang, { style: 'currency', currency: 'USD' });
  // Up to the cent, but not for what only the binary fractions of a sum add.
  const upToTheCent = (usd) => cents.format(Math.max(0, Math.ceil(usd * 100 - 1e-6) / 100));
  const month = hoursPerMonth / Math.max(hours, 1 / SECONDS_PER_HOUR);
  const row = (name, times, onDemand, provisioned) => html`
    <tr>
      <th scope="row">${name}</th>
      <td class="number">${number(Math.round(used.read * times))}</td>
      <td class="number">${number(Math.round(used.write * times))}</td>
      <td class="number">${onDemand}</td>
      <td class="number">${provisioned}</td>
    </tr>
  `;
  return html`
    <h2>${words.capacityCost}</h2>
    <${Table}
      label=${words.capacityCost}
      columns=${[words.capacityPeriod, words.capacityReads, words.capacityWrites, words.capacityOnDemand, words.capacityProvisioned]}
    >
      ${row(words.capacityUsed, 1, dollars.format(requests(1)), dollars.format(capacity(hours, true)))}
      ${row(
        words.capacityMonth(hoursPerMonth),
        month,
        upToTheCent(requests(month)),
        upToTheCent(capacity(hoursPerMonth, true)),
      )}
    <//>
    <p>
      ${words.capacityHave(number(given.read), number(given.write), upToTheCent(capacity(hoursPerMonth, false)), {
        read: prices['read-capacity'].free,
        write: prices['write-capacity'].free,
      })}${' '} ${words.capacityPrices(costs.date, costs.region)}
    </p>
  `;
}
