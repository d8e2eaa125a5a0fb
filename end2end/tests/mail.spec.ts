// Mail with a real mail server and a real reader of mail: what arrives, and what people see of what does not.

import { say } from '../fixtures/catalog.ts';
import { taken } from '../fixtures/mail.ts';
import { demo, DEMO_PASSWORD, letters, person } from '../fixtures/people.ts';
import { Portal, Sink } from '../fixtures/portal.ts';
import { expect, test } from '../fixtures/test.ts';
import { arrive } from '../pages/page.ts';

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

test('mail arrives as it was meant, a demonstration shows it, and staff see what failed', async ({ browser, watch }) => {
  const sink = await Sink.start();
  const portal = await Portal.start(sink.smtp);
  const context = await browser.newContext({ baseURL: portal.address });
  watch.follow(context);
  try {
    const own = letters();
    const [ann, email] = [`ann-${own}@example.test`, `refused-${own}@example.test`];
    for (const to of [email, ann]) await asksForPassword(portal, to);
    // The other one is the link to confirm the address.
    await expect.poll(async () => (await taken(sink.address, ann)).length).toBe(2);
    const mail = (await taken(sink.address, ann)).find(({ subject }) => subject === say('mail.password_reset_subject'));
    expect(mail!.from).toBe('"Assister Portal" <no-reply@portal.example.org>');
    expect(mail!.header).toBe(ann);
    expect(mail!.subject).toBe(say('mail.password_reset_subject'));
    expect(mail!.automatic).toBe('auto-generated');
    expect(mail!.id).toMatch(/^<[0-9a-f-]{36}@portal\.example\.org>$/);
    expect(Math.abs(Date.parse(mail!.date) - Date.now())).toBeLessThan(120_000);
    const address = mail!.text.match(/https?:\/\/\S+/)?.[0];
    expect(address?.startsWith(`${portal.address}/password/`)).toBe(true);
    expect(mail!.html).toContain(`<a href="${address}">`);
    expect(mail!.html, 'nothing is loaded from anywhere').not.toMatch(/<img|<link|<script|src=|url\(/);
    await expect.poll(() => sink.seen(email)).toBe(2);

    const page = await context.newPage();
    await page.goto('/demo/mail');
    await arrive(page, say('outbox.demo_heading'));
    const message = page.getByRole('heading', { level: 2, name: say('outbox.demo_message', { subject: say('mail.password_reset_subject'), to: email }) });
    await expect(message).toBeVisible();
    const link = page.locator('section', { has: message }).getByRole('link');
    await expect(link.first()).toHaveAttribute('href', new RegExp(`^${portal.address}/password/`));
    await page.request.post('/api/sign-in', { form: { email: demo.arc, password: DEMO_PASSWORD }, headers: { accept: 'text/html', origin: portal.address } });
    await page.goto('/resource-center/mail');
    await arrive(page, 'Mail');
    const row = page.getByRole('row').filter({ hasText: 'r…@example.test' }).first();
    await expect(row).toContainText(say('outbox.failure_refused'));
    await expect(page.getByText(email)).toHaveCount(0);
  } finally {
    await context.close();
    await portal.stop();
    await sink.stop();
  }
});
