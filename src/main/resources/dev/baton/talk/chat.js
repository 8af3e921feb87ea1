// Baton's web chat. One tag puts it on a page:
//   <script src="https://baton.example.com/talk/chat.js" data-channel="own-app" async></script>
// data-token: a customer token (else the channel's setting `open` must let anybody in); data-renew: an address of the page's own site that answers
// {"token": ...} when the token has ended; data-target: a selector of the element to fill (else a button at the corner opens it); data-title, data-language.
(() => {
  'use strict';
  const tag = document.currentScript;
  const api = new URL(encodeURIComponent(tag.dataset.channel || '') + '/', tag.src);
  const place = 'baton-chat ' + api;
  const WORDS = {
    en: {title: 'Chat', open: 'Open the chat', close: 'Close the chat', write: 'Write a message', send: 'Send', file: 'Attach a file', person: 'Ask for a person', end: 'End', you: 'You', bot: 'Bot',
      agent: 'Agent', system: 'Notice', waiting: 'Waiting for a person', queue: 'Waiting for a person, place $1', with: 'You are talking with $1', ended: 'The conversation has ended', back: 'You are talking with the bot',
      offline: 'No connection, trying again…', types: '$1 is writing…', failed: 'Not sent.', again: 'Try again', sending: 'sending', sent: 'sent', received: 'received', read: 'read', refused: 'The chat can\u2019t be opened: $1'},
    pt: {title: 'Chat', open: 'Abrir o chat', close: 'Fechar o chat', write: 'Escreva uma mensagem', send: 'Enviar', file: 'Anexar um arquivo', person: 'Falar com uma pessoa', end: 'Encerrar', you: 'Você', bot: 'Bot',
      agent: 'Atendente', system: 'Aviso', waiting: 'Aguardando um atendente', queue: 'Aguardando um atendente, posição $1', with: 'Você está falando com $1', ended: 'A conversa foi encerrada', back: 'Você está falando com o bot',
      offline: 'Sem conexão, tentando de novo…', types: '$1 está escrevendo…', failed: 'Não enviada.', again: 'Tentar de novo', sending: 'enviando', sent: 'enviada', received: 'recebida', read: 'lida', refused: 'O chat não pode ser aberto: $1'},
    ru: {title: 'Чат', open: 'Открыть чат', close: 'Закрыть чат', write: 'Напишите сообщение', send: 'Отправить', file: 'Приложить файл', person: 'Позвать человека', end: 'Завершить', you: 'Вы', bot: 'Бот',
      agent: 'Оператор', system: 'Сообщение', waiting: 'Ожидаем оператора', queue: 'Ожидаем оператора, место $1', with: 'Вы говорите с $1', ended: 'Разговор завершён', back: 'Вы говорите с ботом',
      offline: 'Нет связи, пробуем снова…', types: '$1 пишет…', failed: 'Не отправлено.', again: 'Ещё раз', sending: 'отправляется', sent: 'отправлено', received: 'получено', read: 'прочитано', refused: 'Чат не открывается: $1'}
  };
  const language = tag.dataset.language || document.documentElement.lang || navigator.language || 'en';
  const words = WORDS[language.slice(0, 2).toLowerCase()] || WORDS.en;
  const say = (key, one) => words[key].replace('$1', one === undefined ? '' : one);
  const STYLE = `
    :host { all: initial; color-scheme: light dark; --pane: #fff; --text: #1b2330; --soft: #596579; --line: #d5dae3; --strong: #1f5fd0; --on: #fff; --mine: #dbe8ff; --other: #eef0f4; --bot: #f3ecff;
      font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; color: var(--text); }
    @media (prefers-color-scheme: dark) { :host { --pane: #1a202a; --text: #e7ebf2; --soft: #a0abbd; --line: #333d4c; --strong: #7aa9ff; --on: #0b1526; --mine: #23406f; --other: #2a3240; --bot: #352a52; } }
    * { box-sizing: border-box; } [hidden] { display: none !important; }
    :host(.corner) { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; }
    :host(.filled) { display: flex; flex: 1; min-height: 0; }
    .launch { border-radius: 99px; padding: .7rem 1.2rem; font-weight: 600; }
    .chat { display: flex; flex-direction: column; background: var(--pane); color: var(--text); min-height: 0; width: 100%; }
    :host(.corner) .chat { width: min(23rem, calc(100vw - 2rem)); height: min(34rem, calc(100vh - 6rem)); margin-bottom: .6rem; border: 1px solid var(--line); border-radius: 12px; overflow: hidden; box-shadow: 0 8px 30px #0004; }
    header { display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: center; padding: .5rem .8rem; border-bottom: 1px solid var(--line); }
    h2 { font-size: 1rem; margin: 0; flex: 1; } .state { flex-basis: 100%; margin: 0; font-size: .82rem; color: var(--soft); }
    :host(.filled) h2, :host(.filled) .close { display: none; } :host(.filled) .state { flex: 1 1 auto; }
    ol { flex: 1; min-height: 4rem; overflow-y: auto; list-style: none; margin: 0; padding: .8rem; display: flex; flex-direction: column; gap: .5rem; }
    li { max-width: 86%; padding: .45rem .7rem; border-radius: 12px; background: var(--other); align-self: flex-start; overflow-wrap: anywhere; white-space: pre-wrap; }
    li.customer { align-self: flex-end; background: var(--mine); } li.bot { background: var(--bot); }
    li.system { align-self: center; background: transparent; color: var(--soft); font-size: .84rem; text-align: center; } li.pending { opacity: .65; }
    .who { display: block; font-size: .74rem; color: var(--soft); } img { display: block; max-width: 100%; max-height: 16rem; border-radius: 8px; } a { color: var(--strong); }
    blockquote { margin: 0 0 .3rem; padding-left: .5rem; border-left: 3px solid var(--line); color: var(--soft); } .card { padding: .3rem 0; } .options { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .4rem; }
    .typing { min-height: 1.3em; margin: 0; padding: 0 .9rem; font-size: .82rem; color: var(--soft); }
    form { display: flex; gap: .5rem; align-items: end; padding: .5rem .8rem .8rem; border-top: 1px solid var(--line); }
    textarea { flex: 1; min-width: 0; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px; padding: .45rem .6rem; resize: none; }
    button, .file { font: inherit; font-size: .86rem; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px; padding: .35rem .7rem; cursor: pointer; } button:disabled { opacity: .5; cursor: default; }
    .strong, .launch { background: var(--strong); border-color: var(--strong); color: var(--on); font-weight: 600; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    :focus-visible, .file:focus-within { outline: 2px solid var(--strong); outline-offset: 2px; }`;

  // ---- the page's part of it. Text is never read as HTML.
  function make(name, about = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(about)) key in made ? made[key] = value : made.setAttribute(key, value);
    made.append(...children.filter(child => child !== null && child !== undefined));
    return made;
  }
  const host = make('div');
  const target = tag.dataset.target && document.querySelector(tag.dataset.target);
  host.className = target ? 'filled' : 'corner';
  const root = host.attachShadow({mode: 'open'});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const state = make('p', {className: 'state', role: 'status', 'data-testid': 'chat-state'});
  const person = make('button', {type: 'button', textContent: words.person, 'data-testid': 'chat-person'});
  const end = make('button', {type: 'button', textContent: words.end, 'data-testid': 'chat-end'});
  const close = make('button', {type: 'button', className: 'close', textContent: '\u00d7', 'aria-label': words.close});
  const list = make('ol', {role: 'log', tabIndex: 0, 'aria-live': 'polite', 'aria-label': tag.dataset.title || words.title, 'data-testid': 'chat-messages'});
  const typing = make('p', {className: 'typing', 'aria-live': 'off'});
  const input = make('textarea', {rows: 2, maxLength: 4000, placeholder: words.write, 'aria-label': words.write, 'data-testid': 'chat-input'});
  const file = make('input', {type: 'file', className: 'unseen', 'aria-label': words.file, 'data-testid': 'chat-file'});
  const form = make('form', {autocomplete: 'off'}, make('label', {className: 'file', title: words.file}, '+', file), input,
      make('button', {className: 'strong', textContent: words.send, 'data-testid': 'chat-send'}));
  const chat = make('section', {className: 'chat', hidden: !target, 'aria-label': tag.dataset.title || words.title},
      make('header', {}, make('h2', {textContent: tag.dataset.title || words.title}), person, end, close, state), list, typing, form);
  const launch = make('button', {type: 'button', className: 'launch', textContent: tag.dataset.title || words.title, 'aria-expanded': 'false', 'aria-label': words.open});
  root.append(chat);
  if (!target) root.append(launch);
  (target || document.body).append(host);

  // ---- calls
  let token = tag.dataset.token || null;
  let stream = null;
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
  const wait = millis => new Promise(done => setTimeout(done, millis));
  const remembered = () => { try { return localStorage.getItem(place); } catch (refused) { return null; } };

  /** A token: the page's own, or one for whoever comes; who came before stays who they were. */
  let renewing = null;
  const renew = () => renewing = renewing || fresh().finally(() => { renewing = null; }); // once at a time: two visitors would come of it
  async function fresh() {
    const address = tag.dataset.renew ? new URL(tag.dataset.renew, document.baseURI) : new URL('open', api);
    const before = remembered();
    const answer = tag.dataset.renew ? await fetch(address, {credentials: 'include'})
        : await fetch(address, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(before ? {token: before} : {})});
    const got = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(got.detail || String(answer.status)), {final: answer.status < 500 && answer.status !== 429});
    token = got.token;
    if (!tag.dataset.renew) try { localStorage.setItem(place, token); } catch (refused) { /* the next visit is somebody new */ }
  }

  async function call(what, body, upload) {
    for (let tries = 0; ; tries++) {
      if (!token) await renew();
      const headers = {Authorization: 'Bearer ' + token};
      if (!upload) headers['Content-Type'] = 'application/json';
      const answer = await fetch(new URL(what, api), {method: 'POST', headers, body: upload || JSON.stringify(body)});
      if (answer.ok) return answer.json();
      if (answer.status === 401 && tries === 0) { token = null; continue; }
      const problem = await answer.json().catch(() => ({}));
      throw Object.assign(new Error(problem.detail || String(answer.status)), {final: answer.status < 500 && answer.status !== 429, after: Number(answer.headers.get('Retry-After'))});
    }
  }
  const quietly = (what, body) => call(what, body).catch(() => {});

  // ---- what is said
  const outbox = [];
  let sending = false;

  function send(content, shown) {
    const id = random();
    show({type: 'message', id, author: {role: 'customer'}, content: shown || content}).classList.add('pending');
    outbox.push({id, content});
    flush();
  }

  /** One after the other, and each until it is there: the same id makes what is sent twice the same message. */
  async function flush() {
    if (sending) return;
    sending = true;
    for (let pause = 1000; outbox.length;) {
      const item = list.querySelector(`[data-id="${outbox[0].id}"]`);
      try {
        await call('messages', outbox[0]);
        mark(outbox.shift().id, 'sent');
        pause = 1000;
      } catch (problem) {
        if (problem.final) {
          const failed = outbox.shift();
          const again = make('button', {type: 'button', textContent: words.again});
          again.addEventListener('click', () => { again.parentElement.remove(); outbox.push(failed); flush(); });
          item.append(make('span', {className: 'who'}, say('failed') + ' ' + problem.message + ' ', again));
        } else {
          await wait(problem.after ? problem.after * 1000 : pause);
          pause = Math.min(pause * 2, 30000);
        }
      }
    }
    sending = false;
  }

  /** What was sent is there: a file has its own link now. */
  function echoed(event) {
    const item = list.querySelector(`[data-id="${CSS.escape(event.id)}"]`);
    if (event.content.kind === 'media') item.replaceChildren(item.querySelector('.who'), ...parts(event.content));
    if (item.classList.contains('pending')) mark(event.id, 'sent');
  }

  function mark(id, reached) {
    const item = list.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!item) return;
    item.classList.remove('pending');
    item.querySelector('.reached').textContent = ' · ' + words[reached];
  }

  async function upload(chosen) {
    const form = new FormData();
    form.append('file', chosen);
    const item = line(chosen.name + ' · ' + words.sending);
    try {
      const {url, mimeType, name, size} = await call('files', null, form);
      send({kind: 'media', url, mimeType, name, size}, {kind: 'text', text: name});
      item.remove();
    } catch (problem) {
      item.textContent = `${chosen.name}: ${words.failed} ${problem.message}`;
    }
  }

  // ---- what is shown
  const safe = url => /^https?:\/\//i.test(url || '');
  const plain = content => content.format === 'html' ? new DOMParser().parseFromString(content.text, 'text/html').body.textContent : content.text;
  const link = (url, text) => safe(url) ? make('a', {href: url, target: '_blank', rel: 'noopener noreferrer', textContent: text || url}) : document.createTextNode(text || url || '');
  const linked = text => String(text || '').split(/(https?:\/\/[^\s<>"]+)/).map((part, i) => i % 2 ? link(part) : part);
  const lines = texts => linked(texts.filter(text => text !== undefined && text !== null && text !== '').join('\n'));

  function options(some) {
    const box = make('span', {className: 'options'});
    for (const option of some || []) {
      const button = make('button', {type: 'button', textContent: option.text || option.id});
      button.addEventListener('click', () => {
        box.querySelectorAll('button').forEach(one => { one.disabled = true; });
        send({kind: 'text', text: option.id || option.text}, {kind: 'text', text: option.text || option.id});
        input.focus();
      });
      box.append(button);
    }
    return box;
  }

  function parts(content) {
    switch (content.kind) {
      case 'text': return linked(plain(content));
      case 'media': {
        const image = safe(content.url) && /^image\/(png|jpeg|gif|webp)$/.test(content.mimeType || '');
        const shown = link(content.url, content.name || content.url);
        if (image) shown.replaceChildren(make('img', {src: content.url, alt: content.caption || content.name || '', loading: 'lazy'}));
        return [shown, ...lines([content.caption ? '\n' + content.caption : ''])];
      }
      case 'choice': return [...linked(content.text), options(content.options)];
      case 'carousel': return (content.cards || []).map(card => make('div', {className: 'card'}, ...lines([card.title, card.text]), ...(card.media ? parts({kind: 'media', ...card.media}) : []), options(card.options)));
      case 'link': return [link(content.url, content.title || content.url), ...lines([content.text ? '\n' + content.text : ''])];
      case 'location': return lines([content.name, `${content.latitude}, ${content.longitude}`]);
      case 'contact': return lines([content.name, content.phone, content.email]);
      case 'reply': return [content.quoted ? make('blockquote', {textContent: content.quoted}) : null, ...parts(content.content || {})];
      case 'reaction': return [content.emoji || ''];
      default: return lines([content.text || '…']);
    }
  }

  function add(item) {
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
    list.append(item);
    if (atEnd || item.classList.contains('customer')) list.scrollTop = list.scrollHeight;
    return item;
  }
  const line = text => add(make('li', {className: 'system', textContent: text}));

  function show(message) {
    const role = (message.author || {}).role || 'system';
    const who = make('span', {className: 'who'}, role === 'customer' ? words.you : message.author && message.author.name || words[role] || '', make('span', {className: 'reached'}));
    return add(make('li', {className: role, 'data-id': message.id, 'data-by': role}, role === 'system' ? null : who, ...parts(message.content || {})));
  }

  let typed = 0;
  let agent = null;
  let newest = null;
  let noticed = 0;
  const status = text => { state.textContent = text; state.dataset.last = text; };
  const has = id => list.querySelector(`[data-id="${CSS.escape(id)}"]`) !== null;

  function happened(event) {
    const name = (event.agent || event.author || {}).name;
    switch (event.type) {
      case 'message':
        clearTimeout(typed);
        typing.textContent = '';
        if (has(event.id)) { if (event.author.role === 'customer') echoed(event); return; }
        show(event);
        if (event.author.role === 'agent') { newest = event.id; seen(); }
        return;
      case 'typing':
        clearTimeout(typed);
        typing.textContent = event.on ? say('types', name || words[event.author.role]) : '';
        typed = setTimeout(() => { typing.textContent = ''; }, 8000);
        return;
      case 'receipt': if (has(event.of) && words[event.status]) mark(event.of, event.status); return;
      case 'handover.requested': case 'handover.accepted': agent = null; person.disabled = true; return status(words.waiting);
      case 'queue.updated': return status(event.position ? say('queue', event.position) : words.waiting);
      case 'agent.joined': agent = name || words.agent; person.disabled = true; return status(say('with', agent));
      case 'agent.left': agent = null; return status(words.waiting);
      case 'handover.ended': case 'handover.failed': agent = null; person.disabled = false; return status(words.back);
      case 'transfer.requested': case 'conversation.closed': agent = null; person.disabled = false; return status(words.ended);
    }
  }

  /** Tells that the agent's last words have been seen, once somebody can have seen them. */
  function seen() {
    clearTimeout(noticed);
    noticed = setTimeout(() => {
      if (newest && !chat.hidden && document.visibilityState === 'visible') { quietly('receipts', {of: newest, status: 'read'}); newest = null; }
    }, 700);
  }
  document.addEventListener('visibilitychange', seen);

  // ---- the stream
  async function listen() {
    let last = null;
    for (let pause = 500; ; pause = Math.min(pause * 2, 15000)) {
      try {
        if (!token) await renew();
        const headers = {Authorization: 'Bearer ' + token};
        if (last) headers['Last-Event-ID'] = last;
        const answer = await fetch(new URL('events' + (last ? '' : '?last=100'), api), {headers, cache: 'no-store'});
        if (answer.status === 401) token = null; // the next try is with a fresh one, but not at once: a site may hand out one that has ended
        if (answer.status === 400) last = null; // a place that nobody knows: what is shown already is not shown again
        if (!answer.ok) throw new Error(String(answer.status));
        state.textContent = state.dataset.last || '';
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let rest = '', one = await reader.read(); !one.done; one = await reader.read()) {
          const frames = (rest + one.value).split('\n\n');
          rest = frames.pop();
          for (const frame of frames) {
            const data = frame.split('\n').filter(text => text.startsWith('data: ')).map(text => text.slice(6)).join('\n');
            const id = /^id: (.*)$/m.exec(frame);
            if (id) last = id[1]; // first: what can't be shown must not come again and again
            pause = 500;
            if (data) happened(JSON.parse(data));
          }
        }
      } catch (problem) {
        if (problem.final) { state.textContent = say('refused', problem.message); stream = null; return; }
        state.textContent = words.offline;
      }
      await wait(pause * (0.5 + Math.random() / 2));
    }
  }

  // ---- hands on it
  function open(on) {
    chat.hidden = !on;
    launch.setAttribute('aria-expanded', String(on));
    launch.setAttribute('aria-label', on ? words.close : words.open);
    if (!on) { launch.focus(); return; }
    stream = stream || listen();
    if (!target) input.focus();
    seen();
  }
  launch.addEventListener('click', () => open(chat.hidden));
  close.addEventListener('click', () => open(false));
  chat.addEventListener('keydown', event => { if (event.key === 'Escape' && !target) open(false); });
  person.addEventListener('click', () => { person.disabled = true; call('handover', {id: random()}).catch(problem => { person.disabled = false; line(problem.message); }); input.focus(); });
  end.addEventListener('click', () => { call('end', {id: random()}).catch(problem => line(problem.message)); input.focus(); });
  form.addEventListener('submit', event => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) { input.value = ''; send({kind: 'text', text}); }
    input.focus();
  });
  let told = 0;
  input.addEventListener('input', () => { if (agent && Date.now() - told > 5000) { told = Date.now(); quietly('typing', {on: true}); } });
  input.addEventListener('keydown', event => { if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); } });
  file.addEventListener('change', () => { if (file.files[0]) upload(file.files[0]); file.value = ''; });
  if (target) open(true);
})();
