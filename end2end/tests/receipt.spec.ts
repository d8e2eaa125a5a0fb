// The receipt: what was agreed to, provable, private, and there for good.

import { createHash } from 'node:crypto';
import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, openReceipt, Remove, Wizard } from '../pages/assister.ts';
import { arrive, expectNotFound, fact, visit } from '../pages/page.ts';

test('the receipt has the exact text, its hash and everything that was shown', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const typed = who.name.toUpperCase();
  const wizard = new Wizard(page);
  await wizard.toAgreement(number);
  const shown = await page.getByText('You are choosing').innerText();
  await wizard.fillIn(typed);
  await wizard.confirm.click();
  const name = await wizard.done();
  await openReceipt(page);

  const main = page.locator('main');
  await expect(main).toContainText(shown);
  await expect(main).toContainText(name);
  expect((await main.innerText()).replace(/[\s-]/g, '')).toContain(number);
  await expect(fact(page, say('receipt.typed'))).toHaveText(typed);
  await expect(fact(page, say('receipt.version'))).toHaveText('2026-12');
  await expect(fact(page, say('receipt.language'))).toHaveText('English');
  await expect(fact(page, say('receipt.time'))).toHaveText(/\d{4}.*\d{1,2}:\d{2}/);
  await expect(fact(page, say('receipt.status'))).toHaveText(say('receipt.active'));
  await expect(main).toContainText(say('receipt.how_to_end'));

  const hash = (await fact(page, say('receipt.hash')).innerText()).replace(/\s/g, '');
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  const exact = (await page.locator('pre').textContent()) ?? '';
  expect(exact).toContain(`You are choosing ${name}`);
  expect(createHash('sha256').update(exact, 'utf8').digest('hex')).toBe(hash);
});

test('the receipt stays after the end, and nobody else sees it', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorize(number, who.name);
  const address = await openReceipt(page);
  const hash = await fact(page, say('receipt.hash')).innerText();
  await new Remove(page).remove();
  await visit(page, address);
  await arrive(page, 'Your receipt');
  await expect(fact(page, say('receipt.hash'))).toHaveText(hash);
  await expect(fact(page, say('receipt.status'))).toHaveText(/^Ended .*\d{4}/);
  const details = new Details(page);
  await details.open();
  await details.history().getByRole('link').click();
  await arrive(page, 'Your receipt');
  expect(new URL(page.url()).pathname).toBe(address);

  for (const email of [demo.consumer, demo.broker, demo.contact, demo.bsl, demo.manager]) {
    await expectNotFound(await actors.demo(email), address);
  }
  const visitor = await actors.visitor();
  await visit(visitor, address);
  await arrive(visitor, 'Sign in');
  await expectNotFound(page, '/account/assister/receipts/00000000-0000-7000-8000-000000000000');
  await expectNotFound(page, '/account/assister/receipts/none');
});

test('the receipt prints without what only a screen needs', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorize(number, who.name);
  await openReceipt(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1, name: 'Your receipt' })).toBeVisible();
  await expect(fact(page, say('receipt.hash'))).toBeVisible();
  await expect(page.getByText('Privacy notice')).not.toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
  await expect(page.getByText(say('receipt.back'))).toBeHidden();
  const pdf = await page.pdf({ format: 'Letter' });
  expect(pdf.length).toBeGreaterThan(5_000);
});
