// The receipt on paper, and at its place in the browser's history.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { openReceipt, Wizard } from '../pages/assister.ts';
import { arrive, fact } from '../pages/page.ts';

test('the receipt prints without what only a screen needs, and a reload of the page before it changes nothing', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const name = await new Wizard(page).authorize(number, who.name);
  const receipt = await openReceipt(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1, name: 'Your receipt' })).toBeVisible();
  await expect(fact(page, say('receipt.hash'))).toBeVisible();
  await expect(page.getByText('Privacy notice')).not.toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
  await expect(page.getByText(say('receipt.back'))).toBeHidden();
  const pdf = await page.pdf({ format: 'Letter' });
  expect(pdf.length).toBeGreaterThan(5_000);

  await page.emulateMedia({ media: 'screen' });
  await page.goBack();
  await arrive(page, `You have authorized ${name}`);
  await page.reload();
  await arrive(page, `You have authorized ${name}`);
  expect(await openReceipt(page)).toBe(receipt);
});
