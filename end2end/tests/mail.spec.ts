// Mail against a real mail server: what arrives, and what the portal does when the server misbehaves or is not there.

import { say } from '../fixtures/catalog.ts';
import { taken, type Taken } from '../fixtures/mail.ts';
import { demo, DEMO_PASSWORD, letters, person } from '../fixtures/people.ts';
import { audit } from '../fixtures/looks.ts';
import { freePort, Portal, Sink } from '../fixtures/portal.ts';
import { expect, test } from '../fixtures/test.ts';
import { heading, scripted } from '../pages/page.ts';

/** Makes an account with this address and asks for a new password, which is answered by a mail. */
async function asksForPassword(portal: Portal, email: string): Promise<void> {
  const post = async (path: string, form: Record<string, string>): Promise<void> => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', origin: portal.address };
    const answer = await fetch(portal.address + path, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' });
    expect(answer.status, path).toBe(303);
    expect(answer.headers.get('location'), path).not.toContain('retry=');
  };
  await post('/api/create-account', { ...person({ email }) });
  await post('/api/forgot-password', { email });
}

async function arrives(sink: Sink, to: string, count: number, timeout: number): Promise<Taken[]> {
  await expect.poll(async () => (await taken(sink.address, to)).length, { timeout }).toBe(count);
  return taken(sink.address, to);
}

/** Mail that nothing is wrong with arrives at once. */
const SOON = 15_000;
/** As long as a claim and a look of the worker take: a crash in the middle of sending costs both. */
const AFTER_A_CRASH = 230_000;

test('a mail server takes what the portal sends, and one that it can’t take holds up no other', async () => {
  const sink = await Sink.start();
  const portal = await Portal.start(sink.smtp);
  try {
    const own = letters();
    const [ann, refused, stalled] = [`ann-${own}@example.test`, `refused-${own}@example.test`, `stalled-${own}@example.test`];
    for (const email of [stalled, refused, ann]) await asksForPassword(portal, email);
    const [mail] = await arrives(sink, ann, 1, SOON);
    expect(mail!.from).toBe('"Assister Portal" <no-reply@portal.example.org>');
    expect(mail!.header).toBe(ann);
    expect(mail!.subject).toBe(say('mail.password_reset_subject'));
    expect(mail!.automatic).toBe('auto-generated');
    expect(mail!.id).toMatch(/^<[0-9a-f-]{36}@portal\.example\.org>$/);
    expect(Math.abs(Date.parse(mail!.date) - Date.now())).toBeLessThan(120_000);
    const link = mail!.text.match(/https?:\/\/\S+/)?.[0];
    expect(link?.startsWith(`${portal.address}/password/`)).toBe(true);
    expect(mail!.html).toContain(`<a href="${link}">`);
    expect(mail!.html, 'nothing is loaded from anywhere').not.toMatch(/<img|<link|<script|src=|url\(/);
    await expect.poll(() => sink.seen(refused)).toBe(1);
    await expect.poll(() => sink.seen(stalled)).toBe(1);
    expect(await taken(sink.address, refused)).toEqual([]);
  } finally {
    await portal.stop();
    await sink.stop();
  }
});

test('a mail that was broken off, or that nobody took, arrives after a crash and a restart', async () => {
  test.slow();
  const smtp = await freePort();
  const portal = await Portal.start(smtp);
  let sink: Sink | undefined;
  try {
    // Nobody listens there yet.
    const own = letters();
    const [early, dropped] = [`early-${own}@example.test`, `dropped-${own}@example.test`];
    await asksForPassword(portal, early);
    sink = await Sink.start(smtp);
    await asksForPassword(portal, dropped);
    await arrives(sink, dropped, 1, SOON);
    await portal.crash();
    await arrives(sink, early, 1, AFTER_A_CRASH);
    const [again, first] = await arrives(sink, dropped, 2, AFTER_A_CRASH);
    expect(again!.id).toBe(first!.id);
    expect(again!.date).toBe(first!.date);
  } finally {
    await portal.stop();
    await sink?.stop();
  }
});

test('a demonstration shows its mail, and staff its failures', async ({ browser, watch }) => {
  const sink = await Sink.start();
  const portal = await Portal.start(sink.smtp);
  const context = await browser.newContext({ baseURL: portal.address });
  watch.follow(context);
  try {
    const email = `refused-${letters()}@example.test`;
    await asksForPassword(portal, email);
    await expect.poll(() => sink.seen(email)).toBe(1);
    const page = await context.newPage();
    await page.goto('/demo/mail');
    await expect(heading(page, say('outbox.demo_heading'))).toBeVisible();
    const message = page.getByRole('heading', { level: 2, name: say('outbox.demo_message', { subject: say('mail.password_reset_subject'), to: email }) });
    await expect(message).toBeVisible();
    const link = page.locator('section', { has: message }).getByRole('link');
    await expect(link.first()).toHaveAttribute('href', new RegExp(`^${portal.address}/password/`));
    if (scripted()) await audit(page, 'demo mail');
    await page.request.post('/api/sign-in', { form: { email: demo.arc, password: DEMO_PASSWORD }, headers: { accept: 'text/html', origin: portal.address } });
    await page.goto('/resource-center/mail');
    await expect(heading(page, 'Mail')).toBeVisible();
    const row = page.getByRole('row').filter({ hasText: 'r…@example.test' });
    await expect(row).toContainText(say('outbox.failure_refused'));
    await expect(page.getByText(email)).toHaveCount(0);
    expect(await page.evaluate('document.documentElement.scrollWidth'), 'nothing beside a wide window').toBeLessThanOrEqual(1280);
    if (scripted()) await audit(page, 'the mail queue with a failure');
  } finally {
    await context.close();
    await portal.stop();
    await sink.stop();
  }
});
