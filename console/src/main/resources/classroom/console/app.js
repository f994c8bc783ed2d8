import { html, render, useEffect, useState } from './html.js';
import { Identity } from './identity.js';
import { WORDS } from './words.js';
import { Overview } from './views/overview.js';
import { Tables } from './views/tables.js';
import { Functions } from './views/functions.js';
import { Roles } from './views/roles.js';
import { Stream } from './views/stream.js';
import { Capacity } from './views/capacity.js';
import { Deployments } from './views/deployments.js';
import { Logs } from './views/logs.js';
import { Calls } from './views/calls.js';

/** The views, by the first word of the address's fragment. */
const VIEWS = {
  overview: Overview,
  tables: Tables,
  functions: Functions,
  roles: Roles,
  stream: Stream,
  capacity: Capacity,
  deployments: Deployments,
  logs: Logs,
  calls: Calls,
};
const LANGUAGE = 'classroom.language';
const THEME = 'classroom.theme';

/** `#tables/books` as ['tables', 'books']. */
const address = () => location.hash.slice(1).split('/').map(decodeURIComponent);

function App() {
  const [[view, chosen], setAddress] = useState(address);
  const [language, setLanguage] = useState(
    localStorage.getItem(LANGUAGE) ?? (navigator.language.startsWith('pt') ? 'pt' : 'en'),
  );
  const [identity, setIdentity] = useState('');
  const [theme, setTheme] = useState(localStorage.getItem(THEME) ?? 'system');
  const words = WORDS[language];
  const name = VIEWS[view] ? view : 'overview';

  useEffect(() => {
    const moved = () => setAddress(address());
    addEventListener('hashchange', moved);
    moved(); // It may have changed before anybody listened.
    return () => removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language === 'pt' ? 'pt-BR' : 'en';
    document.title = `${words[name]} · ${words.title}`;
  }, [language, name]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  const other = language === 'pt' ? 'en' : 'pt';
  const switchLanguage = () => {
    localStorage.setItem(LANGUAGE, other);
    setLanguage(other);
  };
  const switchTheme = (e) => {
    localStorage.setItem(THEME, e.target.value);
    setTheme(e.target.value);
  };
  const skip = (e) => {
    e.preventDefault();
    document.querySelector('main').focus();
  };
  return html`
    <header>
      <a class="skip" href="#" onClick=${skip}>${words.skip}</a>
      <strong>${words.title}</strong>
      <nav aria-label=${words.views}>
        ${Object.keys(VIEWS).map(
          (key) => html`<a href="#${key}" aria-current=${key === name ? 'page' : undefined}>${words[key]}</a>`,
        )}
      </nav>
      <${Identity} words=${words} identity=${identity} become=${setIdentity} />
      <label>
        ${words.theme}
        <select value=${theme} onChange=${switchTheme}>
          ${['system', 'light', 'dark'].map((key) => html`<option value=${key}>${words[key]}</option>`)}
        </select>
      </label>
      <button type="button" lang=${other === 'pt' ? 'pt-BR' : 'en'} onClick=${switchLanguage}>${words.language}</button>
    </header>
    <main tabindex="-1">
      <h1>${words[name]}</h1>
      ${identity && html`<p class="identity">${words.standsFor(identity)}</p>`}
      <${VIEWS[name]} key=${identity} words=${words} chosen=${chosen} />
    </main>
  `;
}

render(html`<${App} />`, document.body);
