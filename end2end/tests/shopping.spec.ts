// Shopping for a plan, as far as only a running page and its layout do it. Enrolling is in the journeys of application.spec.ts.

import { literally, say } from '../fixtures/catalog.ts';
import { audit, expectFits } from '../fixtures/looks.ts';
import { longName } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { arrive, visit } from '../pages/page.ts';
import type { Locator } from '@playwright/test';

test('order and company are in the address, and what is found nowhere or is no amount is told', async ({ actors }) => {
  test.setTimeout(240_000);
  const { page, who } = await actors.consumer({ name: longName() });
  await new Application(page).submitAlone({ name: who.name, income: '39000' });
  await visit(page, '/account/application/plans');
  await expectFits(page, 'the plans, with a long name');
  const rows = page.locator('tbody').getByRole('row');
  const column = (name: string): Locator => rows.locator(`[data-label="${name}"]`);
  const amounts = async (name: string): Promise<number[]> =>
    (await column(name).allInnerTexts()).map((text) => Number(text.replace(/[^\d.]/g, '')));
  const rising = (numbers: number[]): number[] => [...numbers].sort((one, other) => one - other);
  const all = await rows.count();
  const costs = await amounts('After tax credit');
  expect(costs, 'the cheapest first').toEqual(rising(costs));

  // A column's heading sorts by it, and the other way round.
  const deductible = page.getByRole('columnheader', { name: /^Deductible/ });
  for (const [query, order] of [['deductible', 'ascending'], ['-deductible', 'descending']] as const) {
    await deductible.getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`[?&]sort=${query}(&|$)`));
    await expect(deductible).toHaveAttribute('aria-sort', order);
    const sorted = rising(await amounts('Deductible'));
    expect(await amounts('Deductible')).toEqual(order === 'ascending' ? sorted : sorted.reverse());
    await expect(rows).toHaveCount(all);
  }

  // The filter keeps the order.
  await page.getByLabel('Company', { exact: true }).selectOption('Wild Rice Health');
  await page.getByRole('button', { name: 'Show plans', exact: true }).click();
  await expect(page).toHaveURL(/[?&]issuer=Wild(\+|%20)Rice(\+|%20)Health(&|$)/);
  await expect(page).toHaveURL(/[?&]sort=-deductible(&|$)/);
  await expect(page.getByLabel('Company', { exact: true })).toHaveValue('Wild Rice Health');
  await expect(rows.filter({ hasNotText: 'Wild Rice Health' })).toHaveCount(0);
  const some = await rows.count();
  expect(some).toBeGreaterThan(1);
  expect(some).toBeLessThan(all);
  await expect(page.getByRole('status').filter({ hasText: say('shopping.count', { n: some, total: all }) })).toBeVisible();
  const falling = await amounts('Deductible');
  expect(falling).toEqual(rising(falling).reverse());

  // Nothing is so cheap.
  const most = page.getByLabel('Highest cost a month, after the tax credit', { exact: true });
  await most.fill('0.01');
  await page.getByRole('button', { name: 'Show plans', exact: true }).click();
  await expect(page).toHaveURL(/[?&]most=0\.01(&|$)/);
  await expect(page.getByRole('status').filter({ hasText: say('shopping.count_none') })).toBeVisible();
  await expect(rows).toHaveCount(0);
  await audit(page, 'no plan found');
  await page.getByRole('link', { name: 'Show all plans', exact: true }).click();
  await expect(rows).toHaveCount(all);
  await expect(page).not.toHaveURL(/[?&](issuer|most)=/);

  // What is no amount narrows nothing down.
  await most.fill('3 hundred');
  await page.getByRole('button', { name: 'Show plans', exact: true }).click();
  await expect(page).toHaveURL(/[?&]most=3/);
  await expect(most).toHaveAttribute('aria-invalid', 'true');
  await expect(most).toHaveAccessibleDescription(new RegExp(literally(say('shopping.most_wrong'))));
  await expect(page.getByText(say('shopping.most_wrong')).first()).toBeVisible();
  await expect(rows).toHaveCount(all);
  await audit(page, 'an amount that is none');

  // Plans side by side in a narrow window keep their columns, with each name once.
  for (let n = 1; n <= 3; n++) {
    await page.getByRole('link', { name: /^Add to compare / }).first().click();
    await expect(page.locator('tbody').getByRole('link', { name: /^Remove / })).toHaveCount(n);
  }
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await arrive(page, 'Compare');
  await page.setViewportSize({ width: 360, height: 740 });
  const facts = page.locator('main table').first();
  const names = await facts.locator('thead th:not(:first-child)').allInnerTexts();
  expect(names).toHaveLength(3);
  const shown = await facts.evaluate((table) => {
    const labels = [...table.querySelectorAll('td')].map((cell) => getComputedStyle(cell, '::before').content);
    const copy = table.cloneNode(true) as Element;
    copy.querySelectorAll('.visually-hidden').forEach((unseen) => unseen.remove());
    return [copy.textContent, ...labels.filter((label) => label !== 'none')].join(' ');
  });
  for (const name of names) expect(shown.split(name), name).toHaveLength(2);
  const columns = await facts.locator('tbody tr').first().locator('td').all();
  const boxes = await Promise.all(columns.map((column) => column.boundingBox()));
  expect(new Set(boxes.map((box) => Math.round(box!.y))).size).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
