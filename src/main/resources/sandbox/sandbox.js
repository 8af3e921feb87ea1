// The sandbox's page: plays a customer and an agent through the simulators' control API and shows what goes over the wire.
'use strict';

const by = id => document.getElementById(id);
const LONGEST_LOG = 300;
let customer = remembered();
let chosen = null;      // the case that the agent looks at
let cases = [];
let pair = {bot: 'blip', desk: 'deskie', chat: false};
let newestCase = 0;

/** An element with a class and a text. Text is never read as HTML. */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function remembered() {
  return sessionStorage.getItem('customer') || somebodyElse();
}

function somebodyElse() {
  const name = Array.from(crypto.getRandomValues(new Uint8Array(4)), byte => byte.toString(16).padStart(2, '0')).join('');
  const made = `guest-${name}.demobridge@0mn.io`;
  sessionStorage.setItem('customer', made);
  return made;
}

async function control(method, path, body) {
  const request = {method};
  if (method !== 'GET') {
    request.headers = {'Content-Type': 'application/json'};
    request.body = JSON.stringify(body || {});
  }
  const answer = await fetch('sandbox/control/' + path, request);
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error || 'The sandbox answered ' + answer.status);
  return result;
}

/** Does something for a person and says so when it fails. */
async function attempt(work) {
  try {
    await work();
  } catch (problem) {
    const alert = by('alert');
    alert.textContent = problem.message;
    alert.hidden = false;
    clearTimeout(alert.timer);
    alert.timer = setTimeout(() => { alert.hidden = true; }, 6000);
  }
}

/** Runs once soon, however often it is asked for, and not twice at a time. */
function soon(work) {
  let asked = false, running = false;
  return function ask() {
    asked = true;
    if (running) return;
    running = true;
    setTimeout(async () => {
      asked = false;
      await attempt(work);
      running = false;
      if (asked) ask();
    }, 40);
  };
}

// ---- the customer -------------------------------------------------------------------------------

const customerPath = what => `${pair.bot}/customers/${encodeURIComponent(customer)}${what}`;

const showCustomer = soon(async () => {
  if (pair.chat) return;
  const asked = customerPath('');
  const chat = await control('GET', asked);
  if (asked !== customerPath('')) return;
  const over = !chat.status || chat.status.startsWith('Closed');
  by('customer-state').textContent = over ? 'with the bot' : chat.status === 'Open' ? 'with an agent' : 'waiting for an agent';
  by('customer-end').disabled = over;
  by('customer-hint').textContent = over ? 'Write something to be handed over.'
      : chat.status === 'Open' ? 'What you write goes to the agent.' : 'What you write goes to the agent as soon as one has answered.';
  fill(by('customer-messages'), chat.lines, line => ({
    kind: line.by === 'customer' ? 'mine' : line.by,
    who: line.by === 'customer' ? 'you' : line.by === 'bot' ? 'bot' : agentName(chat.agent),
    text: line.text, at: line.at
  }));
});

function agentName(identity) {
  return identity ? decodeURIComponent(identity).replace(/@blip\.ai$/, '') : 'agent';
}

/** Fills a chat; keeps what is there, so that a screen reader reads new lines only. */
function fill(list, lines, look) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const same = Array.from(list.children).every((item, i) => lines[i] && item.dataset.id === String(lines[i].id));
  if (!same) list.replaceChildren();
  for (const line of lines.slice(list.children.length)) {
    const {kind, who, text, at} = look(line);
    const item = element('li', kind);
    item.dataset.id = line.id;
    item.dataset.by = kind;
    item.append(element('span', 'who', `${who} · ${time(at)}`), element('span', 'text', text));
    list.append(item);
  }
  if (atEnd || !same) list.scrollTop = list.scrollHeight;
}

function time(at, seconds) {
  return new Date(at).toLocaleTimeString([], seconds ? {hour12: false} : {hour: '2-digit', minute: '2-digit', hour12: false});
}

by('customer-form').addEventListener('submit', event => {
  event.preventDefault();
  const input = by('customer-input');
  const text = input.value.trim();
  if (!text) return;
  input.value = '';
  attempt(() => control('POST', customerPath('/say'), {text}));
});
by('customer-end').addEventListener('click', () => attempt(() => control('POST', customerPath('/close'))));
by('customer-new').addEventListener('click', () => {
  if (pair.chat) {
    // The web chat remembers its user; what it is told of goes on until the page does.
    for (const key of Object.keys(localStorage)) if (key.startsWith('baton-chat ')) localStorage.removeItem(key);
    location.reload();
    return;
  }
  customer = somebodyElse();
  attempt(() => control('POST', customerPath('/greet')));
  showCustomer();
  by('customer-input').focus();
});

/** In a channel with a web chat the customer writes there; else at the simulated platform. */
async function showPlace() {
  sessionStorage.setItem('pair', pair.bot);
  by('customer-place').textContent = pair.chat ? 'in the web chat' : 'on Blip';
  by('customer-chat').hidden = !pair.chat;
  for (const id of ['customer-messages', 'customer-hint', 'customer-form', 'customer-state', 'customer-end']) by(id).hidden = pair.chat;
  if (!pair.chat) return control('POST', customerPath('/greet'));
  if (by('customer-chat').dataset.channel === pair.bot) return null;
  by('customer-chat').dataset.channel = pair.bot;
  by('customer-chat').replaceChildren();
  const chat = element('script');
  chat.src = 'talk/chat.js';
  chat.dataset.channel = pair.bot;
  chat.dataset.target = '#customer-chat';
  document.head.append(chat);
  return null;
}

// ---- the agent ----------------------------------------------------------------------------------

const showDesk = soon(async () => {
  const desk = pair.desk;
  const found = await control('GET', desk + '/cases');
  if (desk !== pair.desk) return;
  cases = found.sort((a, b) => b.updated.localeCompare(a.updated) || b.case - a.case);
  const now = cases.find(one => one.case === chosen);
  const newest = cases.reduce((one, other) => other.case > one ? other.case : one, 0);
  // A case that has just come is shown when there is none to be disturbed.
  if (!now || (now.status === 'closed' && newest > newestCase && !by('agent-input').value)) chosen = cases.length ? newest : null;
  newestCase = newest;
  by('desk-empty').hidden = cases.length > 0;
  const list = by('desk-cases');
  const focused = document.activeElement && document.activeElement.dataset.case;
  list.replaceChildren(...cases.slice(0, 100).map(caseButton));
  if (focused) {
    const again = list.querySelector(`[data-case="${CSS.escape(focused)}"]`);
    if (again) again.focus();
  }
  await showCase();
});

function caseButton(one) {
  const item = element('li');
  const button = element('button');
  button.type = 'button';
  button.dataset.case = one.case;
  button.setAttribute('aria-current', String(one.case === chosen));
  const status = one.status === 'waiting' ? 'pending' : one.status;
  button.append(element('span', 'name', one.customer), element('span', `chip ${one.status}`, status), element('span', 'last', `${one.number} · ${one.last}`));
  button.addEventListener('click', () => { chosen = one.case; showDesk(); by('agent-input').focus(); });
  item.append(button);
  return item;
}

async function showCase() {
  const list = by('desk-messages');
  for (const id of ['agent-send', 'agent-note', 'agent-pending', 'agent-close']) by(id).disabled = chosen === null;
  if (chosen === null) {
    list.replaceChildren();
    return;
  }
  const asked = chosen;
  const one = await control('GET', `${pair.desk}/cases/${asked}`);
  if (asked !== chosen) return;
  by('agent-close').disabled = one.status === 'closed';
  fill(list, one.messages, message => ({
    kind: message.by === 'agent' ? 'mine' : message.by,
    who: message.by === 'note' ? `${message.name}, internal note` : message.name,
    text: message.text, at: message.at
  }));
}

function agentDoes(what, withText) {
  const input = by('agent-input');
  const text = input.value.trim();
  if (chosen === null || (withText && !text)) {
    if (withText) input.focus();
    return;
  }
  if (withText) input.value = '';
  const staff = Number(by('agent-staff').value);
  attempt(() => control('POST', `${pair.desk}/cases/${chosen}/${what}`, withText ? {text, staff} : {staff}));
}

by('agent-form').addEventListener('submit', event => { event.preventDefault(); agentDoes('answer', true); });
by('agent-input').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    agentDoes('answer', true);
  }
});
by('agent-note').addEventListener('click', () => agentDoes('note', true));
by('agent-pending').addEventListener('click', () => agentDoes('pending', false));
by('agent-close').addEventListener('click', () => agentDoes('close', false));

async function showStaff() {
  const staff = (await control('GET', pair.desk + '/staff')).filter(one => one.active);
  by('agent-staff').replaceChildren(...staff.map(one => {
    const option = element('option', '', one.staff_full_name);
    option.value = one.staff_id;
    return option;
  }));
  if (staff.length > 1) by('agent-staff').selectedIndex = 1;
}

// ---- which channels -----------------------------------------------------------------------------

async function showPairs() {
  const pairs = await (await fetch('sandbox/pairs')).json();
  const options = pairs.map((one, i) => {
    const option = element('option', '', `${one.bot} → ${one.desk}`);
    option.value = i;
    return option;
  });
  by('pair').replaceChildren(...options);
  by('pair-choice').hidden = pairs.length < 2;
  pair = pairs.find(one => one.bot === sessionStorage.getItem('pair')) || pairs[0];
  by('pair').selectedIndex = pairs.indexOf(pair);
  by('pair').addEventListener('change', () => attempt(async () => {
    pair = pairs[Number(by('pair').value)];
    chosen = null;
    newestCase = 0;
    by('customer-messages').replaceChildren();
    by('desk-messages').replaceChildren();
    await showPlace();
    await showStaff();
    showCustomer();
    showDesk();
  }));
}

// ---- the wire -----------------------------------------------------------------------------------

let lastNumber = 0;

function showEntry(entry) {
  if (entry.number <= lastNumber) return;
  lastNumber = entry.number;
  const item = element('li', entry.method === 'GET' || /"method"\s*:\s*"get"/.test(entry.request) ? 'lookup' : '');
  const details = element('details');
  const summary = element('summary');
  const hook = entry.to === 'Baton';
  const status = element('span', 'status' + (entry.status >= 200 && entry.status < 300 && !entry.wrong.length ? '' : ' bad'),
      entry.status === 0 ? 'none' : String(entry.status) + (entry.wrong.length ? ' !' : ''));
  const path = element('span', 'path', entry.path + purpose(entry));
  path.title = path.textContent;
  summary.append(element('time', '', time(entry.at, true)), element('span', 'way' + (hook ? ' hook' : ''), `${entry.from} → ${entry.to}`),
      element('span', 'method', entry.method), path, status);
  const bodies = element('dl');
  details.append(summary, bodies);
  // Bodies are laid out when somebody wants to read them.
  details.addEventListener('toggle', () => {
    if (!details.open || bodies.children.length) return;
    for (const wrong of entry.wrong) bodies.append(element('dt', 'wrong', 'against the platform\u2019s rules'), element('dd', 'wrong', wrong));
    body(bodies, 'request', entry.request);
    body(bodies, 'answer', entry.answer);
  });
  item.append(details);
  const log = by('wire-log');
  log.prepend(item);
  while (log.children.length > LONGEST_LOG) log.lastElementChild.remove();
  by('wire-empty').hidden = true;
}

/** What a command is about: its path alone does not say. */
function purpose(entry) {
  if (entry.path !== '/commands') return '';
  try {
    const command = JSON.parse(entry.request);
    const status = command.resource && command.resource.status ? ' · ' + command.resource.status : '';
    return `${status} · ${command.method} ${command.uri}`;
  } catch (notJson) {
    return '';
  }
}

function body(list, name, text) {
  const value = element('dd');
  value.append(element('pre', '', text ? readable(text) : '(empty)'));
  list.append(element('dt', '', name), value);
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (notJson) {
    return /^[\w%[\].+-]+=[^\s]*$/.test(text) ? text.split('&').map(pair => decodeURIComponent(pair.replace(/\+/g, ' '))).join('\n') : text;
  }
}

by('wire-clear').addEventListener('click', () => {
  by('wire-log').replaceChildren();
  by('wire-empty').hidden = false;
});
by('wire-quiet').addEventListener('change', event => document.querySelector('.wire').classList.toggle('quiet', event.target.checked));

// ---- live ---------------------------------------------------------------------------------------

function live(text, on) {
  by('live').textContent = text;
  by('live').classList.toggle('on', on);
}

let early = [];         // entries that come while the older ones are being fetched; null: they are there

const events = new EventSource('sandbox/events');
events.addEventListener('hello', () => {
  live('live', true);
  early = [];
  attempt(async () => {
    if (!by('pair').options.length) await showPairs();
    const known = await control('GET', pair.desk + '/wire');
    by('wire-log').replaceChildren();
    lastNumber = 0;
    known.concat(early).forEach(showEntry);
    early = null;
    await showPlace();
    if (!by('agent-staff').options.length) await showStaff();
    showCustomer();
    showDesk();
  });
});
events.addEventListener('wire', event => {
  const entry = JSON.parse(event.data);
  if (early) early.push(entry); else showEntry(entry);
});
events.addEventListener('chat', event => { if (event.data === customer) showCustomer(); });
events.addEventListener('case', showDesk);
events.onerror = () => live('not connected', false);
