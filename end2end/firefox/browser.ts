// Debian's Firefox, driven over WebDriver BiDi: the W3C's protocol, which the browser speaks itself. A stock Firefox has nothing that
// Playwright could drive, and clients that wait by compiling functions in the page are stopped by the portal's Content-Security-Policy.
//
// FIREFOX is the program (default: /usr/bin/firefox-esr).

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

/** How long Firefox may take to listen: it makes a profile first. */
const START_MS = 60_000;

/** What every profile is told: no question and no call to elsewhere, and as little motion as the other browser's tests have. */
const SETTINGS = {
  'app.normandy.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'intl.accept_languages': 'en-US',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'signon.rememberSignons': false,
  'toolkit.telemetry.enabled': false,
  'ui.prefersReducedMotion': 1,
} as const;

/** Something that the browser tells of itself, and what it says of it. */
type Heard = (about: Record<string, unknown>) => void;

interface Answer {
  id?: number;
  type: 'success' | 'error' | 'event';
  result?: unknown;
  error?: string;
  message?: string;
  method?: string;
  params?: Record<string, unknown>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(problem: Error): void;
}

/** What was asked of the browser and refused: `code` is the protocol's word for why. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

export class Firefox {
  readonly #waiting = new Map<number, Waiting>();
  readonly #heard = new Map<string, Set<Heard>>();
  #last = 0;

  private constructor(
    private readonly profile: string,
    private readonly child: ChildProcess,
    private readonly socket: WebSocket,
  ) {
    socket.on('message', (data) => this.#take(JSON.parse(String(data)) as Answer));
    socket.on('close', () => this.#closed());
  }

  /** A browser with an empty profile, that runs the scripts of pages or does not. */
  static async start(scripts: boolean): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'firefox-'));
    const settings = Object.entries({ ...SETTINGS, 'javascript.enabled': scripts });
    await writeFile(join(profile, 'user.js'), settings.map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`).join(''));
    const child = spawn(
      process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    process.once('exit', () => child.kill());
    const socket = new WebSocket(`${await listening(child)}/session`, { perMessageDeflate: false });
    await once(socket, 'open');
    const firefox = new Firefox(profile, child, socket);
    await firefox.send('session.new', { capabilities: {} });
    await firefox.send('session.subscribe', {
      events: ['log.entryAdded', 'network.responseCompleted', 'browsingContext.userPromptOpened'],
    });
    return firefox;
  }

  /** Asks for something by the protocol's name for it. */
  async send<Result>(method: string, params: Record<string, unknown>): Promise<Result> {
    const id = ++this.#last;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.socket.send(JSON.stringify({ id, method, params }));
    return (await answer) as Result;
  }

  /** Hears of every event with this name. Gives the way to hear no more. */
  on(event: string, heard: Heard): () => void {
    const all = this.#heard.get(event) ?? new Set();
    this.#heard.set(event, all.add(heard));
    return () => all.delete(heard);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    await this.send('browser.close', {}).catch(() => this.child.kill());
    await ended;
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #take({ id, type, result, error, message, method, params }: Answer): void {
    if (type === 'event') return this.#heard.get(method!)?.forEach((heard) => heard(params ?? {}));
    const waiting = this.#waiting.get(id!);
    this.#waiting.delete(id!);
    if (type === 'success') waiting?.resolve(result);
    else waiting?.reject(new Refused(error!, message!));
  }

  #closed(): void {
    this.#waiting.forEach(({ reject }) => reject(new Error('Firefox ended')));
    this.#waiting.clear();
  }
}

/** The address at which it listens, as it says itself. */
async function listening(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  const late = setTimeout(() => child.kill(), START_MS);
  try {
    for await (const line of createInterface(child.stderr!)) {
      said.push(line);
      const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
      if (address) return address;
    }
  } finally {
    clearTimeout(late);
    child.stderr!.resume();
  }
  throw new Error(`Firefox did not start:\n${said.slice(-20).join('\n')}`);
}
