// A tab of Firefox, used as a person uses it: by the names of what is on the page, with the mouse and the keyboard.

import { setTimeout as sleep } from 'node:timers/promises';
import { Refused, type Firefox } from './browser.ts';

const PATIENCE_MS = 20_000;
const VIEWPORT = { width: 1280, height: 900 };

/** Keys by the protocol's code points for them. */
const KEYS = { Control: '\uE009', Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C' } as const;

/** What the protocol says when the page was left while it was asked about. */
const GONE = ['no such node', 'stale element reference', 'no such frame', 'no such handle', 'unknown error', 'move target out of bounds'];

/** An element of the page on screen. */
interface Element {
  type: 'node';
  sharedId: string;
}

/** What is looked for: its name, and with it the role, as assistive technology is told them. */
interface Wanted {
  role?: 'link' | 'button';
  name: string;
}

export class Tab {
  private constructor(
    private readonly firefox: Firefox,
    private readonly context: string,
    private readonly userContext: string,
    private readonly base: string,
    /** Whether pages run their scripts. */
    readonly scripted: boolean,
  ) {}

  /** A new tab that shares its cookies with no other. */
  static async open(firefox: Firefox, base: string, scripted: boolean): Promise<Tab> {
    const { userContext } = await firefox.send<{ userContext: string }>('browser.createUserContext', {});
    return Tab.in(userContext, firefox, base, scripted);
  }

  private static async in(userContext: string, firefox: Firefox, base: string, scripted: boolean): Promise<Tab> {
    const { context } = await firefox.send<{ context: string }>('browsingContext.create', { type: 'tab', userContext });
    await firefox.send('browsingContext.setViewport', { context, viewport: VIEWPORT });
    return new Tab(firefox, context, userContext, base, scripted);
  }

  /** Another tab of the same person. */
  async beside(): Promise<Tab> {
    return Tab.in(this.userContext, this.firefox, this.base, this.scripted);
  }

  /** Closes this tab and those beside it. */
  async close(): Promise<void> {
    await this.firefox.send('browser.removeUserContext', { userContext: this.userContext });
  }

  /** Goes to an address of the portal. */
  async visit(path: string): Promise<void> {
    await this.firefox.send('browsingContext.navigate', { context: this.context, url: this.base + path, wait: 'complete' });
    await this.live();
  }

  async back(): Promise<void> {
    await this.firefox.send('browsingContext.traverseHistory', { context: this.context, delta: -1 });
  }

  async reload(): Promise<void> {
    await this.firefox.send('browsingContext.reload', { context: this.context, wait: 'complete' });
    await this.live();
  }

  /** The address on screen, without where the portal is. */
  async path(): Promise<string> {
    return this.ask(() => location.pathname + location.search);
  }

  /** Waits for the page with this heading, that answers to the mouse. Gives the heading. */
  async arrive(name: string | RegExp): Promise<string> {
    let heading = '';
    await this.until(`page “${name}”`, async () => {
      heading = await this.ask(() => document.querySelector('h1')?.innerText ?? '');
      return typeof name === 'string' ? heading === name : name.test(heading);
    });
    await this.live();
    return heading;
  }

  /** Waits until this stands in the page's main part. */
  async says(text: string): Promise<void> {
    await this.until(`words “${text}”`, async () => (await this.text()).includes(text));
  }

  /** What is to be read in the main part, with single spaces. */
  async text(): Promise<string> {
    return this.ask(() => (document.querySelector('main')?.innerText ?? '').replace(/\s+/g, ' '));
  }

  /** What is to be read in the first element that this selector finds. */
  async textOf(selector: string): Promise<string> {
    return this.ask((css: string) => (document.querySelector<HTMLElement>(css)?.innerText ?? '').replace(/\s+/g, ' ').trim(), selector);
  }

  /** The names that the table on screen leads to, in order. Waits until it has some. */
  async names(): Promise<string[]> {
    let names: string[] = [];
    await this.until('table with names', async () => {
      names = await this.ask(() => [...document.querySelectorAll<HTMLElement>('tbody tr a:first-of-type')].map((each) => each.innerText.trim()));
      return names.length > 0;
    });
    return names;
  }

  async click(wanted: Wanted): Promise<void> {
    await this.until(describe(wanted), async () => {
      const [element] = await this.find(wanted);
      if (element) await this.press(element);
      return element !== undefined;
    });
  }

  async link(name: string): Promise<void> {
    await this.click({ role: 'link', name });
  }

  /** Follows the first link that this selector finds and whose text begins with this: one whose name has a number that changes. */
  async follow(selector: string, text: string): Promise<void> {
    await this.until(`link “${text}…”`, async () => {
      const { nodes } = await this.firefox.send<{ nodes: Element[] }>('browsingContext.locateNodes', {
        context: this.context,
        locator: { type: 'css', value: selector },
      });
      for (const node of nodes) {
        if (!(await this.ask((found, start) => found.innerText.trim().startsWith(start), node, text))) continue;
        await this.press(node);
        return true;
      }
      return false;
    });
  }

  async button(name: string): Promise<void> {
    await this.click({ role: 'button', name });
  }

  /** Types into the field with this label, over what stands in it. */
  async type(label: string, text: string): Promise<void> {
    await this.click({ name: label });
    const key = (type: string, value: string): object => ({ type, value });
    const all = [key('keyDown', KEYS.Control), key('keyDown', 'a'), key('keyUp', 'a'), key('keyUp', KEYS.Control)];
    await this.keys([...all, ...[...text].flatMap((char) => [key('keyDown', char), key('keyUp', char)])]);
    const typed = await this.value(label);
    if (typed !== text) throw new Error(`“${label}” took ${JSON.stringify(typed)} for ${JSON.stringify(text)}`);
  }

  /** Presses one key where the focus is. */
  async strike(name: keyof typeof KEYS): Promise<void> {
    await this.keys([
      { type: 'keyDown', value: KEYS[name] },
      { type: 'keyUp', value: KEYS[name] },
    ]);
  }

  /** What stands in the field with this label; of a box or a choice, whether it is chosen. */
  async value(label: string): Promise<string> {
    return this.ofField(label, (field) => (/^(checkbox|radio)$/.test(field.type) ? String(field.checked) : field.value));
  }

  /** Whether the keyboard writes into the field with this label. */
  async focused(label: string): Promise<boolean> {
    return this.ofField(label, (field) => field === document.activeElement);
  }

  /** The form was refused for this field: said in the summary, whose link leads to the field, and at the field. */
  async refused(label: string, message: string): Promise<void> {
    await this.until(`refusal “${message}” at “${label}”`, () =>
      this.ofField(
        label,
        (field, text) => {
          const described = (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.innerText ?? '');
          return field.getAttribute('aria-invalid') === 'true' && described.some((each) => each.includes(text));
        },
        message,
      ),
    );
    await this.live();
    await this.link(message);
    await this.until(`focus in “${label}”`, () => this.focused(label));
  }

  /** A picture of what is on screen. */
  async picture(): Promise<Buffer> {
    const { data } = await this.firefox.send<{ data: string }>('browsingContext.captureScreenshot', { context: this.context, origin: 'document' });
    return Buffer.from(data, 'base64');
  }

  /** Whether something with this name is on the page. */
  async has(wanted: Wanted): Promise<boolean> {
    return (await this.find(wanted)).length > 0;
  }

  /** Asks until it is so. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    let said = '';
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(30)) {
      try {
        if (await holds()) return;
        said = '';
      } catch (error) {
        if (!(error instanceof Refused) || !GONE.includes(error.code)) throw error;
        said = `; ${error.message}`;
      }
    }
    const page = await this.ask(() => `${location.pathname}: ${document.body.innerText.slice(0, 1500)}`);
    throw new Error(`no ${what} within ${PATIENCE_MS / 1000} s${said}, on ${page}`);
  }

  /** Runs in the page, beside its own scripts: what it gives must be fit for JSON. */
  async ask<Result, Given extends (string | Element)[]>(
    run: (...given: { [Each in keyof Given]: Given[Each] extends Element ? HTMLInputElement : Given[Each] }) => Result,
    ...given: Given
  ): Promise<Result> {
    const answer = await this.firefox.send<{ type: string; result?: { value?: string }; exceptionDetails?: { text: string } }>(
      'script.callFunction',
      {
        functionDeclaration: `(...given) => JSON.stringify((${String(run)})(...given))`,
        arguments: given.map((each) => (typeof each === 'string' ? { type: 'string', value: each } : { sharedId: each.sharedId })),
        awaitPromise: false,
        target: { context: this.context, sandbox: 'tests' },
      },
    );
    if (answer.type !== 'success') throw new Error(`in the page: ${answer.exceptionDetails?.text}`);
    return JSON.parse(answer.result?.value ?? 'null') as Result;
  }

  /** Waits until the page answers to the mouse. Without scripts it does from the start. */
  private async live(): Promise<void> {
    const runs = (): Promise<boolean> => this.ask(() => document.documentElement.dataset.hydrated === 'true');
    if (this.scripted) await this.until('program that runs', runs);
    else if (await runs()) throw new Error('scripts run that must not');
  }

  /** What is to be seen with this role and just this name, as assistive technology is told them. */
  private async find({ role, name }: Wanted): Promise<Element[]> {
    const { nodes } = await this.firefox.send<{ nodes: Element[] }>('browsingContext.locateNodes', {
      context: this.context,
      locator: { type: 'accessibility', value: { ...(role ? { role } : {}), name } },
    });
    const seen: Element[] = [];
    for (const node of nodes) {
      const fits = (element: Element): Promise<boolean> =>
        this.ask((found) => found.getClientRects().length > 0 && found.matches('a, button, input, select, textarea, summary'), element);
      if (await fits(node)) seen.push(node);
    }
    return seen;
  }

  private async ofField<Result>(label: string, run: (field: HTMLInputElement, given: string) => Result, given = ''): Promise<Result> {
    const [field] = await this.find({ name: label });
    if (!field) throw new Refused('no such node', `no field “${label}”`);
    return this.ask(run, field, given);
  }

  private async press(element: Element): Promise<void> {
    await this.ask((found) => found.scrollIntoView({ block: 'center', behavior: 'instant' }), element);
    await this.firefox.send('input.performActions', {
      context: this.context,
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          actions: [
            { type: 'pointerMove', x: 0, y: 0, origin: { type: 'element', element } },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ],
    });
  }

  private async keys(actions: object[]): Promise<void> {
    await this.firefox.send('input.performActions', { context: this.context, actions: [{ type: 'key', id: 'keyboard', actions }] });
  }
}

function describe({ role, name }: Wanted): string {
  return `${role ?? 'field'} “${name}”`;
}
