// @ts-nocheck: runs in the browser.
const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const csrf = find('meta[name=csrf]').content;
const status = find('#status');

async function send(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf': csrf },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.json();
  const fault = response.headers.get('content-type')?.startsWith('application/json')
    ? (await response.json()).fault
    : 'Deskwire was restarted: open the address that it prints now.';
  throw new Error(fault);
}

// How it is shown: kept for the next visit.
const asked = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
const usual = { theme: asked, width: 'wide', view: 'drawn' };
function switchTo(name, value) {
  root.dataset[name] = value;
  localStorage.setItem(name, value);
  for (const button of all(`[data-switch=${name}]`))
    button.setAttribute('aria-pressed', String(button.dataset.value === value));
}
for (const [name, value] of Object.entries(usual)) switchTo(name, localStorage.getItem(name) ?? value);
for (const button of all('[data-switch]'))
  button.addEventListener('click', () => {
    const { switch: name, value } = button.dataset;
    const off = name === 'theme' ? 'light' : usual[name];
    switchTo(name, root.dataset[name] === value ? off : value);
  });

const panes = Object.fromEntries(all('[data-pane]').map((pane) => [pane.dataset.pane, pane]));
const numbers = () =>
  Object.fromEntries(Object.entries(panes).map(([name, pane]) => [name, Number(pane.dataset.number)]));

/** Draws what has changed, and keeps the focus where the same control is there again. */
function draw({ panes: changed }) {
  for (const [name, { number, messages, modal }] of Object.entries(changed)) {
    const pane = panes[name];
    // An answer to something done earlier may come later.
    if (number < Number(pane.dataset.number)) continue;
    const list = find('.messages', pane);
    pane.dataset.number = number;
    let first;
    for (const { id, html } of messages) {
      const before = document.getElementById(id);
      const focused = before?.contains(document.activeElement)
        ? document.activeElement.textContent
        : undefined;
      const holder = document.createElement('template');
      holder.innerHTML = html;
      if (before) before.replaceWith(holder.content);
      else list.append(holder.content);
      const now = document.getElementById(id);
      const again = all('button', now ?? list).find((button) => button.textContent === focused);
      if (focused !== undefined) (again ?? list).focus({ preventScroll: true });
      if (!before) first ??= now;
      else now?.scrollIntoView({ block: 'nearest' });
    }
    if (first) list.scrollTop += first.getBoundingClientRect().top - list.getBoundingClientRect().top;
    show(pane, modal);
  }
}

function show(pane, modal) {
  const dialog = find('dialog', pane);
  const open = find('form', dialog)?.dataset.modal;
  if (!modal) {
    if (dialog.open) dialog.close();
    dialog.replaceChildren();
    return;
  }
  if (open !== modal.id) dialog.innerHTML = modal.html;
  if (!dialog.open) dialog.showModal();
  find('.fields input, .fields textarea, .fields select', dialog)?.focus();
}
for (const [name, pane] of Object.entries(panes)) {
  const dialog = find('dialog', pane);
  if (find('form', dialog)) dialog.showModal();
  dialog.addEventListener('cancel', () => void act({ act: 'dismiss', pane: name }));
}

async function act(doing, says = 'Asking …') {
  status.textContent = says;
  document.body.setAttribute('aria-busy', 'true');
  try {
    draw(await send('/act', { do: doing, since: numbers() }));
    status.textContent = '';
  } catch (error) {
    status.textContent = error.message;
  }
  document.body.removeAttribute('aria-busy');
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  const pane = button?.closest('[data-pane]')?.dataset.pane;
  if (!button) return;
  if ('dismiss' in button.dataset) return void act({ act: 'dismiss', pane }, '');
  const { press, value } = button.dataset;
  const message = button.closest('[data-message]')?.dataset.message;
  if (press === undefined || !message) return;
  button.closest('details')?.removeAttribute('open');
  void act({ act: 'press', pane, message, control: press, ...(value !== undefined && { value }) });
});

document.addEventListener('submit', (event) => {
  const form = event.target.closest('form[data-modal]');
  if (!form) return;
  event.preventDefault();
  if (!form.reportValidity()) return;
  const values = {};
  for (const { name } of form.elements) if (name) values[name] ??= [];
  for (const fieldset of all('[data-suggest]', form)) values[fieldset.dataset.suggest] ??= [];
  for (const [name, value] of new FormData(form)) values[name].push(value);
  void act(
    { act: 'submit', pane: form.closest('[data-pane]').dataset.pane, modal: form.dataset.modal, values },
    'Sending …',
  );
});

/** Calls `run` once typing has paused. */
function paused(run) {
  let timer;
  const later = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(run, 90, ...given);
  };
  return Object.assign(later, { cancel: () => clearTimeout(timer) });
}

// Fields of a form that offer names while somebody types.
const offer = paused(async (fieldset, typed) => {
  const form = fieldset.closest('form');
  const { suggest: control, type } = fieldset.dataset;
  const at = { pane: form.closest('[data-pane]').dataset.pane, modal: form.dataset.modal, control, typed };
  const { options } = await send('/suggest', at);
  find('.offers', fieldset).replaceChildren(
    ...options.slice(0, 8).map(({ label, command }) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
      button.addEventListener('click', () => {
        const choice = document.createElement('label');
        const input = Object.assign(document.createElement('input'), {
          type,
          name: control,
          value: command,
          checked: true,
        });
        choice.append(input, ` ${label}`);
        const choices = find('.choices', fieldset);
        if (type === 'radio') choices.replaceChildren(choice);
        else if (!all('input', choices).some(({ value }) => value === command)) choices.append(choice);
        find('.offers', fieldset).replaceChildren();
        const search = find('input[type=search]', fieldset);
        search.value = '';
        search.focus();
      });
      return button;
    }),
  );
});
document.addEventListener('input', (event) => {
  const fieldset = event.target.type === 'search' && event.target.closest('[data-suggest]');
  if (fieldset) offer(fieldset, event.target.value);
});
document.addEventListener('keydown', (event) => {
  // Enter in a search would send the form.
  if (event.key === 'Enter' && event.target.type === 'search') {
    event.preventDefault();
    find('.offers button', event.target.closest('[data-suggest]'))?.click();
  }
});

// The question box: completion with the arrows and Tab, earlier lines with the arrow up.
const ask = find('#ask');
if (ask) {
  const line = find('#line');
  const list = find('#completions');
  const start = line.value;
  const earlier = [];
  let [at, back, latest] = [-1, 0, 0];
  line.setSelectionRange(start.length, start.length);
  if (!find('dialog[open]')) line.focus();

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    at = -1;
    line.setAttribute('aria-expanded', 'false');
    line.removeAttribute('aria-activedescendant');
  };
  const choose = (to) => {
    const items = all('li', list);
    at = (to + items.length) % items.length;
    items.forEach((item, index) => void item.setAttribute('aria-selected', String(index === at)));
    line.setAttribute('aria-activedescendant', items[at].id);
    items[at].scrollIntoView({ block: 'nearest' });
  };
  const take = (text) => {
    line.value = text;
    close();
    line.focus();
    complete();
  };
  const complete = paused(async () => {
    latest += 1;
    const mine = latest;
    const typed = line.value;
    const { lines } = await send('/complete', { line: typed }).catch(() => ({ lines: [] }));
    if (mine !== latest || typed !== line.value || document.activeElement !== line) return;
    const shown = lines.filter((text) => text.trim() !== typed.trim()).slice(0, 8);
    close();
    if (shown.length === 0) return;
    list.replaceChildren(
      ...shown.map((text, index) => {
        const item = Object.assign(document.createElement('li'), {
          id: `completion-${index}`,
          textContent: text,
        });
        item.setAttribute('role', 'option');
        item.addEventListener('mousedown', (event) => {
          event.preventDefault();
          take(text);
        });
        return item;
      }),
    );
    list.hidden = false;
    line.setAttribute('aria-expanded', 'true');
  });

  line.addEventListener('input', () => {
    // What was offered for less text must not take the place of more.
    const typed = line.value.toLowerCase();
    if (!all('li', list).every(({ textContent }) => textContent.toLowerCase().startsWith(typed))) close();
    complete();
  });
  line.addEventListener('blur', close);
  line.addEventListener('keydown', (event) => {
    const open = !list.hidden;
    const items = all('li', list);
    if (event.key === 'Escape') close();
    else if (open && event.key === 'ArrowDown') choose(at + 1);
    else if (open && event.key === 'ArrowUp') choose(at - 1);
    else if (open && event.key === 'Tab' && !event.shiftKey) take(items[Math.max(at, 0)].textContent);
    else if (open && at >= 0 && event.key === 'Enter') take(items[at].textContent);
    else if (!open && event.key === 'ArrowUp' && back < earlier.length) {
      back += 1;
      line.value = earlier.at(-back);
    } else return;
    event.preventDefault();
  });
  const asking = (text) => {
    latest += 1;
    complete.cancel();
    close();
    earlier.push(text);
    back = 0;
    line.value = start;
    return act({ act: 'ask', line: text, where: find('#where').value });
  };
  ask.addEventListener('submit', (event) => {
    event.preventDefault();
    if (line.value.trim() !== '') void asking(line.value);
  });
  // Sent before this script was there.
  const early = new URLSearchParams(location.search).get('line');
  if (early) {
    history.replaceState(null, '', '/');
    void asking(early);
  }
  for (const button of all('[data-line]'))
    button.addEventListener('click', () => void asking(button.dataset.line).then(() => line.focus()));
}
// A list of content is loaded anew when a file has changed, and stays where it was.
const live = find('[data-live]');
if (live) {
  const kept = sessionStorage.getItem('scroll');
  sessionStorage.removeItem('scroll');
  if (kept) live.scrollTop = Number(kept);
  new EventSource('/changes').addEventListener('message', () => {
    sessionStorage.setItem('scroll', live.scrollTop);
    location.reload();
  });
}
// A rehearsal: each act ends with the page as it is then.
async function rehearse(doing, says) {
  status.textContent = says;
  document.body.setAttribute('aria-busy', 'true');
  for (const button of all('main button')) button.disabled = true;
  try {
    await send('/rehearse', doing);
    location.reload();
  } catch (error) {
    status.textContent = error.message;
    for (const button of all('main button')) button.disabled = false;
    document.body.removeAttribute('aria-busy');
  }
}
for (const form of all('[data-rehearse]'))
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const fields = Object.fromEntries(data);
    if (form.dataset.rehearse === 'time')
      return void rehearse({ act: 'move', to: 'time', ...fields }, 'Moving the clock …');
    const filter = { topics: data.getAll('topics'), countries: data.getAll('countries') };
    return void rehearse({ act: 'begin', ...fields, ...filter }, 'Reading the content …');
  });
for (const button of all('[data-move]'))
  button.addEventListener(
    'click',
    () => void rehearse({ act: 'move', to: button.dataset.move }, 'Moving the clock …'),
  );
find('[data-rehearse-end]')?.addEventListener('click', () => {
  if (confirm('End the rehearsal and delete its digests?')) void rehearse({ act: 'end' }, 'Deleting …');
});
// Each desk has topics and countries of its own.
find('[data-rehearse=begin] [name=desk]')?.addEventListener('change', ({ target }) => {
  location.search = new URLSearchParams({ desk: target.value });
});
// A desk of one's own: faults are told at their fields, all at once, and the form stays for another try.
function tellFaults(form, faults) {
  for (const input of all('input', form)) {
    const own = faults.find(({ option }) => option === input.name);
    if (own) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    find(`#fault-${input.name}`).textContent = own?.says ?? '';
  }
  find('[aria-invalid]', form)?.focus();
}
find('[data-own]')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = find('button', form);
  button.disabled = true;
  status.className = 'status';
  status.textContent = 'Making it …';
  try {
    const { made, lines, faults = [] } = await send('/own', Object.fromEntries(new FormData(form)));
    tellFaults(form, faults);
    status.textContent = made ? lines.join('\n') : 'Nothing was made yet: see the marked answers.';
    status.classList.toggle('made', made);
    button.disabled = made;
  } catch (error) {
    status.textContent = error.message;
    button.disabled = false;
  }
});
// The first part of the newest digest.
for (const list of all('[data-newest]')) {
  const times = all('time', list);
  const newest = times.find(({ dateTime }) => dateTime === times.at(-1).dateTime)?.closest('article');
  if (newest) list.scrollTop += newest.getBoundingClientRect().top - list.getBoundingClientRect().top;
}
for (const list of all('.pane[data-pane] .messages')) list.scrollTop = list.scrollHeight;
