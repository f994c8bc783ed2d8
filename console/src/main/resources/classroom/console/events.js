// What happens in the class, as it happens: one connection for the whole page, whatever view is open.
import { session } from './aws.js';
import { useEffect, useState } from './html.js';

/** How many events of a kind are kept: what a person can look back on. */
const KEPT = 500;

const kept = new Map();
const listeners = new Set();

/**
 * Calls `take` with each event from now on, until the answered function is called. An event has `kind`, `time` in
 * milliseconds, and what its kind has.
 */
export function listen(take) {
  listeners.add(take);
  return () => listeners.delete(take);
}

/** However many events come, a view is drawn no more often: milliseconds. */
const PAUSE = 200;

/** The newest events of a kind, newest first. */
export function useEvents(kind) {
  const [, draw] = useState(0);
  useEffect(() => {
    let timer;
    const end = listen((event) => {
      if (event.kind !== kind || timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        draw((round) => round + 1);
      }, PAUSE);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [kind]);
  return [...(kept.get(kind) ?? [])].reverse();
}

function take(event) {
  const events = kept.get(event.kind) ?? [];
  events.push(event);
  if (events.length > KEPT) events.shift();
  kept.set(event.kind, events);
  listeners.forEach((listener) => listener(event));
}

/** Begins anew when the connection ends. */
async function follow() {
  for (;;) {
    try {
      const response = await fetch('/_classroom/events', { headers: { 'x-classroom-console': session.token } });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const blocks = (rest + part.value).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks) {
          if (block.startsWith('data: ')) take(JSON.parse(block.slice(6)));
        }
      }
    } catch {
      // The class is gone or full of pages; the next round says.
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

follow();
