// The sandbox's page: plays a customer and an agent through the simulators' control API and shows what goes over the wire.
'use strict';

const by = id => document.getElementById(id);
const LONGEST_LOG = 300;
const LARGEST_FILE = 5e6;
let customer = remembered();
let chosen = null;      // the case that the agent looks at
let cases = [];
let pair = {bot: 'blip', at: 'blip', desk: 'deskie', deskAt: 'deskie'};
let newestCase = 0;

/** An element with a class and a text. Text is never read as HTML. */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function option(text, value) {
  const made = element('option', '', text);
  made.value = value;
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

/** Where customers write, other than in Baton's own web chat: how one appears there, and what one sees. */
const PLACES = {
  blip: {
    name: 'on Blip',
    greet: () => control('POST', customerPath('/greet')),
    look: async () => {
      const chat = await control('GET', customerPath(''));
      const over = !chat.status || chat.status.startsWith('Closed');
      return {
        over, control: over ? 'bot' : chat.status === 'Open' ? 'desk' : '', state: over ? 'with the bot' : chat.status === 'Open' ? 'with an agent' : 'waiting for an agent',
        hint: over ? 'Write something to be handed over.'
            : chat.status === 'Open' ? 'What you write goes to the agent.' : 'What you write goes to the agent as soon as one has answered.',
        lines: chat.lines.map(line => ({
          id: line.id, kind: line.by === 'customer' ? 'mine' : line.by, at: line.at, text: line.text,
          who: line.by === 'customer' ? 'you' : line.by === 'bot' ? 'bot' : agentName(chat.agent)
        }))
      };
    }
  },
  chat2desk: {
    name: 'at Chat2Desk',
    greet: () => control('POST', customerPath('/appear'), {name: customer.split('.')[0]}),
    look: async () => {
      const chat = await control('GET', customerPath(''));
      const dialog = chat.dialog ? await control('GET', `${pair.bot}/dialogs/${chat.dialog}`) : {};
      return {
        control: dialog.operator ? 'desk' : 'bot', state: dialog.operator ? `with ${dialog.operatorName}` : 'with the bot',
        hint: 'The bot answers until an operator has the chat. Write “human” to be handed over, “buttons” to see some.',
        lines: chat.lines.map(line => ({
          id: line.id, kind: line.by === 'customer' ? 'mine' : line.by, at: line.at, html: line.html, files: line.files,
          who: line.by === 'customer' ? 'you' : line.by === 'bot' ? 'automatic' : 'Acme',
          choices: line.buttons.map(button => ({text: button.text, press: button.type === 'reply' ? () => press(line.id, button.text) : null}))
        }))
      };
    }
  }
};

const press = (message, button) => attempt(() => control('POST', customerPath('/press'), {message, button}));

/** Who has control: 'bot', 'desk', or '' for nobody, while the customer waits. */
function showControl(who) {
  for (const one of ['bot', 'desk']) by('control-' + one).setAttribute('aria-current', String(one === who));
}

/** Who writes in the web chat, by the token that it keeps of theirs; undefined before they have one. */
function visitor() {
  const place = Object.keys(localStorage).find(key => key.startsWith('baton-chat ') && key.endsWith(`/talk/${pair.bot}/`));
  return place && JSON.parse(atob(localStorage.getItem(place).split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).sub;
}

const showCustomer = soon(async () => {
  if (pair.at === 'chat') {
    // Baton's own bot knows whether it has given the control away. A visitor's newest conversation is the one that goes on.
    const who = visitor();
    const talks = (await control('GET', 'bot/conversations')).filter(talk => talk.heard.some(told => told.channel === pair.bot && told.customer && told.customer.id === who));
    showControl(!talks.length || talks[talks.length - 1].inControl ? 'bot' : 'desk');
    return;
  }
  const asked = customerPath('');
  const seen = await PLACES[pair.at].look();
  if (asked !== customerPath('')) return;
  by('customer-state').textContent = seen.state;
  showControl(seen.control);
  by('customer-end').disabled = seen.over;
  by('customer-hint').textContent = seen.hint;
  fill(by('customer-messages'), seen.lines);
});

function agentName(identity) {
  return identity ? decodeURIComponent(identity).replace(/@blip\.ai$/, '') : 'agent';
}

/** Fills a chat; keeps what is there, so that a screen reader reads new lines only. A line: {id, kind, who, at, text or html, files, choices}. */
function fill(list, lines) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const same = Array.from(list.children).every((item, i) => lines[i] && item.dataset.id === String(lines[i].id));
  if (!same) list.replaceChildren();
  for (const line of lines.slice(list.children.length)) {
    const item = element('li', line.kind);
    item.dataset.id = line.id;
    item.dataset.by = line.kind;
    const text = element('span', 'text', line.text);
    if (line.html) text.append(...marked(line.html));
    item.append(element('span', 'who', `${line.who} · ${time(line.at)}`), text);
    for (const file of line.files || []) item.append(link(file.link, file.name));
    if (line.choices && line.choices.length) {
      const choices = element('span', 'choices');
      choices.append(...line.choices.map(choice => {
        const button = element('button', '', choice.text);
        button.type = 'button';
        button.disabled = !choice.press;
        button.addEventListener('click', choice.press);
        return button;
      }));
      item.append(choices);
    }
    list.append(item);
  }
  if (atEnd || !same) list.scrollTop = list.scrollHeight;
}

/** What a messenger shows of markup: bold, italics, links. Anything else in it is shown as its words. */
function marked(html) {
  return Array.from(new DOMParser().parseFromString(html, 'text/html').body.childNodes, function copy(node) {
    const name = node.nodeName.toLowerCase();
    const made = name === 'a' ? link(node.getAttribute('href') || '') : ['b', 'i'].includes(name) ? element(name) : document.createDocumentFragment();
    made.append(...(node.childNodes.length ? Array.from(node.childNodes, copy) : [node.textContent]));
    return made;
  });
}

function link(address, text) {
  const made = element('a', '', text);
  if (/^https?:/.test(address)) made.href = address;
  made.target = '_blank';
  made.rel = 'noreferrer';
  return made;
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
/** A file that somebody chooses goes at once, with the words that stand beside it. */
function sendsFiles(who, send) {
  by(who + '-file').addEventListener('change', event => attempt(async () => {
    const [file] = event.target.files;
    if (!file) return;
    if (file.size > LARGEST_FILE) throw new Error('In the sandbox a file has 5 MB at most');
    const address = await new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(file);
    });
    const text = by(who + '-input').value.trim();
    by(who + '-input').value = '';
    event.target.value = '';
    await send({name: file.name, type: file.type || 'application/octet-stream', base64: address.slice(address.indexOf(',') + 1)}, text || null);
  }));
}

sendsFiles('customer', (file, text) => control('POST', customerPath('/file'), {...file, text}));
sendsFiles('agent', async (file, text) => { if (chosen !== null) await DESKS[pair.deskAt].does('answer', chosen, {file, text}); });
by('customer-end').addEventListener('click', () => attempt(() => control('POST', customerPath('/close'))));
by('customer-new').addEventListener('click', () => {
  if (pair.at === 'chat') {
    // The web chat remembers its user; what it is told of goes on until the page does.
    for (const key of Object.keys(localStorage)) if (key.startsWith('baton-chat ')) localStorage.removeItem(key);
    location.reload();
    return;
  }
  customer = somebodyElse();
  attempt(() => PLACES[pair.at].greet());
  showCustomer();
  by('customer-input').focus();
});

/** In a channel with a web chat the customer writes there; else at the simulated platform. */
async function showPlace() {
  sessionStorage.setItem('pair', pair.bot);
  const chatting = pair.at === 'chat';
  by('customer-place').textContent = chatting ? 'in the web chat' : PLACES[pair.at].name;
  by('customer-chat').hidden = !chatting;
  for (const id of ['customer-messages', 'customer-hint', 'customer-form', 'customer-state']) by(id).hidden = chatting;
  by('customer-end').hidden = pair.at !== 'blip';
  by('customer-file-choice').hidden = pair.at !== 'chat2desk';
  if (!chatting) return PLACES[pair.at].greet();
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

/** Where agents answer: what they see there, as {id, customer, status, chip, about, order, updated} and lines, and what they do. `order` grows with each new one. */
const DESKS = {
  deskie: {
    name: 'at Deskie', close: 'Close the case', note: 'note', noteLabel: 'Note', none: 'No cases yet. They come when a customer is handed over.',
    list: async desk => (await control('GET', desk + '/cases')).map(one => ({
      id: one.case, customer: one.customer, status: one.status, chip: one.status === 'waiting' ? 'pending' : one.status,
      about: `${one.number} · ${one.last}`, order: one.case, updated: one.updated
    })).sort((a, b) => b.updated.localeCompare(a.updated) || b.id - a.id),
    lines: async id => (await control('GET', `${pair.desk}/cases/${id}`)).messages.map(message => ({
      id: message.id, kind: message.by === 'agent' ? 'mine' : message.by, at: message.at, text: message.text,
      who: message.by === 'note' ? `${message.name}, internal note` : message.name
    })),
    does: (what, id, body) => control('POST', `${pair.desk}/cases/${id}/${what}`, {staff: agent(), ...body}),
    staff: async () => (await control('GET', pair.desk + '/staff')).filter(one => one.active).map(one => ({id: one.staff_id, name: one.staff_full_name})),
    others: async () => []
  },
  chat2desk: {
    name: 'at Chat2Desk', close: 'Close', note: 'comment', noteLabel: 'Comment', none: 'No chats yet.',
    list: async desk => (await control('GET', desk + '/dialogs')).map(one => ({
      id: one.dialog, customer: one.customer, status: one.state === 'closed' ? 'closed' : one.operator ? 'open' : 'waiting',
      chip: one.state === 'closed' ? 'closed' : one.operatorName || 'general queue', about: one.last, order: one.request
    })).sort((a, b) => b.order - a.order || b.id - a.id),
    lines: async id => (await control('GET', `${pair.desk}/dialogs/${id}`)).messages.map(message => {
      const answer = message.type === 'to_client';
      return {
        id: message.id, kind: message.type === 'comment' ? 'note' : message.type === 'from_client' ? 'customer' : answer && !message.api ? 'mine' : 'bot', at: message.at,
        text: message.text, files: message.files, choices: message.buttons.map(button => ({text: button.text})),
        who: answer && message.api ? 'Baton' : message.type === 'comment' ? `${message.api ? 'Baton' : message.name}, comment` : message.name
      };
    }),
    does: (what, id, body) => control('POST', `${pair.desk}/dialogs/${id}/${what}`, {operator: agent(), ...body}),
    staff: async () => (await control('GET', pair.desk + '/operators')).filter(one => one.role !== 'disabled').map(one => ({id: one.id, name: `${one.first_name} ${one.last_name}`})),
    others: async () => [{text: 'the general queue', what: 'queue'},
      ...(await control('GET', pair.desk + '/groups')).map(one => ({text: `group ${one.name}`, what: 'transfer', body: {group: one.id}})),
      ...(await DESKS.chat2desk.staff()).map(one => ({text: one.name, what: 'transfer', body: {operator: one.id}}))]
  }
};

const agent = () => Number(by('agent-staff').value);

const showDesk = soon(async () => {
  const desk = pair.desk;
  const found = await DESKS[pair.deskAt].list(desk);
  if (desk !== pair.desk) return;
  cases = found;
  const now = cases.find(one => one.id === chosen);
  const newest = cases.reduce((one, other) => !one || other.order > one.order ? other : one, null);
  // One that has just come is shown when there is none to be disturbed.
  if (!now || (now.status === 'closed' && newest.order > newestCase && !by('agent-input').value)) chosen = newest ? newest.id : null;
  newestCase = newest ? newest.order : 0;
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
  button.dataset.case = one.id;
  button.setAttribute('aria-current', String(one.id === chosen));
  button.append(element('span', 'name', one.customer), element('span', `chip ${one.status}`, one.chip), element('span', 'last', one.about));
  button.addEventListener('click', () => { chosen = one.id; showDesk(); by('agent-input').focus(); });
  item.append(button);
  return item;
}

async function showCase() {
  const list = by('desk-messages');
  for (const id of ['send', 'note', 'pending', 'take', 'transfer', 'close']) by('agent-' + id).disabled = chosen === null;
  if (chosen === null) {
    list.replaceChildren();
    return;
  }
  const asked = chosen;
  const lines = await DESKS[pair.deskAt].lines(asked);
  if (asked !== chosen) return;
  by('agent-close').disabled = cases.some(one => one.id === asked && one.status === 'closed');
  fill(list, lines);
}

function agentDoes(what, body) {
  if (chosen !== null) attempt(() => DESKS[pair.deskAt].does(what, chosen, body));
}

function agentWrites(what) {
  const input = by('agent-input');
  const text = input.value.trim();
  if (chosen === null || !text) {
    input.focus();
    return;
  }
  input.value = '';
  agentDoes(what, {text});
}

by('agent-form').addEventListener('submit', event => { event.preventDefault(); agentWrites('answer'); });
by('agent-input').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    agentWrites('answer');
  }
});
by('agent-note').addEventListener('click', () => agentWrites(DESKS[pair.deskAt].note));
by('agent-pending').addEventListener('click', () => agentDoes('pending'));
by('agent-take').addEventListener('click', () => agentDoes('accept'));
by('agent-close').addEventListener('click', () => agentDoes('close'));
by('agent-transfer').addEventListener('change', event => {
  const to = JSON.parse(event.target.value);
  event.target.selectedIndex = 0;
  agentDoes(to.what, to.body);
});

async function showStaff() {
  const desk = DESKS[pair.deskAt];
  by('desk-place').textContent = desk.name;
  by('desk-empty').textContent = desk.none;
  by('agent-note').textContent = desk.noteLabel;
  by('agent-close').textContent = desk.close;
  by('agent-pending').hidden = pair.deskAt !== 'deskie';
  for (const id of ['agent-take', 'agent-transfer', 'agent-file-choice']) by(id).hidden = pair.deskAt === 'deskie';
  const staff = await desk.staff();
  by('agent-staff').replaceChildren(...staff.map(one => option(one.name, one.id)));
  if (staff.length > 1) by('agent-staff').selectedIndex = 1;
  by('agent-transfer').replaceChildren(option('Transfer to\u2026', ''), ...(await desk.others()).map(one => option(one.text, JSON.stringify(one))));
}

// ---- which channels -----------------------------------------------------------------------------

async function showPairs() {
  const pairs = await (await fetch('sandbox/pairs')).json();
  by('pair').replaceChildren(...pairs.map((one, i) => option(one.bot === one.desk ? `${one.bot} → its operators` : `${one.bot} → ${one.desk}`, i)));
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
events.addEventListener('bot', () => { if (pair.at === 'chat') showCustomer(); });
events.addEventListener('dialog', () => {
  if (pair.at === 'chat2desk') showCustomer();
  if (pair.deskAt === 'chat2desk') showDesk();
});
events.onerror = () => live('not connected', false);
