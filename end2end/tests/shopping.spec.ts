// Shopping for a plan: filter, compare, enroll, change; for the consumer and for who acts for them.

import { literally, say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { Portal } from '../fixtures/portal.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { arrive, expectNotFound, fact, scripted, visit } from '../pages/page.ts';
import { Plans } from '../pages/plans.ts';
import { Center } from '../pages/resource-center.ts';
import { StatusForm } from '../pages/status.ts';
import type { Locator } from '@playwright/test';

test('a consumer filters, compares three, enrolls and changes the plan', { tag: '@main' }, async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  await page.getByRole('link', { name: 'Shop for plans', exact: true }).click();
  await arrive(page, 'Shop for plans');

  // Filters are in the address.
  await page.getByLabel('Level', { exact: true }).selectOption({ label: 'Silver' });
  await page.getByRole('button', { name: 'Show plans', exact: true }).click();
  await expect(page).toHaveURL(/[?&]metal=silver(&|$)/);
  await arrive(page, 'Shop for plans');
  const rows = page.locator('tbody').getByRole('row');
  await expect(rows.first()).toBeVisible();
  for (const row of await rows.all()) await expect(row).toContainText('Silver');

  // Three side by side.
  for (let n = 1; n <= 3; n++) {
    await page.getByRole('link', { name: /^Add to compare / }).first().click();
    await expect(page).toHaveURL(new RegExp(`[?&]compare=[^&]*${n === 1 ? '' : `(%2C|,)`}`));
    const added = rows.filter({ has: page.getByRole('link', { name: /^Remove / }) });
    await expect(added).toHaveCount(n);
    // One stays at the row.
    await expect(page).toHaveURL(/#plan-/);
    const row = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`);
    await expect(row).toBeInViewport();
    if (scripted()) await expect(row).toBeFocused();
  }
  await expect(page.getByText('Three is the most')).toHaveCount(1);
  const compare = page.getByRole('link', { name: 'Compare', exact: true });
  await expect(compare).toHaveCount(1);
  await compare.click();
  await arrive(page, 'Compare');
  await expect(page.locator('figure svg')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Cost of a year', exact: true })).toBeVisible();

  await page.getByRole('row', { name: /^Choose/ }).getByRole('link').first().click();
  await arrive(page, 'Enroll');
  await page.getByRole('button', { name: 'Enroll', exact: true }).dblclick();
  await arrive(page, 'Enrolled in a health plan');
  const sentence = page.getByText(new RegExp(`^${who.name}: enrolled in .*, from `));
  await expect(sentence).toBeVisible();
  const first = await sentence.innerText();

  // Another one takes its place before the first day.
  await visit(page, '/account/application/plans');
  await arrive(page, 'Shop for plans');
  await expect(rows.filter({ hasText: 'Your plan' })).toHaveCount(1);
  await visit(page, '/account/application/plans?metal=bronze');
  await arrive(page, 'Shop for plans');
  const name = (await rows.first().getByRole('rowheader').innerText()).trim();
  await rows.first().getByRole('link', { name: `Choose ${name}`, exact: true }).click();
  await arrive(page, 'Enroll');
  await expect(page.getByText(/^This takes the place of /)).toBeVisible();
  await page.getByRole('button', { name: 'Enroll', exact: true }).click();
  await arrive(page, 'Enrolled in a health plan');
  await expect(sentence).not.toHaveText(first);
  await visit(page, '/account/notices');
  await expect(page.getByText(/^You enrolled in /)).toHaveCount(1);
  await expect(page.getByText(/^You changed your plan from /)).toHaveCount(1);
});

test('order and company are in the address, and what is found nowhere or is no amount is told', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  await new Application(page).submitAlone({ name: who.name, income: '39000' });
  await visit(page, '/account/application/plans');
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
});

test('when the catalog changes before Enroll the person is told and asked, and an earlier plan stays', async ({ actorsAt }) => {
  const portal = await Portal.with({});
  try {
    const actors = actorsAt(portal);
    const { page, who } = await actors.consumer();
    const own = new Application(page);
    await own.submitAlone({ name: who.name, income: '39000' });
    await own.open('plans?metal=silver');
    await arrive(page, 'Shop for plans');
    const choices = page.locator('tbody').getByRole('link', { name: /^Choose / });
    const codes = (await choices.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))).map(
      (href) => new URL(href).searchParams.get('plan')!,
    );
    const [kept, wanted, gone] = codes as [string, string, string];
    const choose = async (code: string): Promise<string> => {
      await own.open(`plans/choose?plan=${code}`);
      await arrive(page, 'Enroll');
      return fact(page, 'Plan').innerText();
    };
    const enroll = page.getByRole('button', { name: 'Enroll', exact: true });
    const before = await choose(kept);
    await enroll.click();
    await arrive(page, 'Enrolled in a health plan');
    const paid = await fact(page, 'Cost a month, after the tax credit').innerText();

    // Two more are open when the catalog changes: one of them costs something else from now on, the other one is not sold any more.
    const window = await page.context().newPage();
    const other = new Application(window);
    await other.open(`plans/choose?plan=${gone}`);
    await arrive(window, 'Enroll');
    const name = await choose(wanted);
    const price = await fact(page, 'Premium a month').innerText();
    const sold = { plan_id: wanted, name, area: 'St. Louis', deductible: '1234' };
    await new Plans(await actors.demo(demo.manager)).replace([sold]);

    await enroll.click();
    await expect(page.getByText('This changed meanwhile', { exact: true })).toBeVisible();
    await expect(page.locator('main')).toContainText(say('shopping.told_catalog'));
    await arrive(page, 'Enroll');
    await expect(fact(page, 'Plan')).toHaveText(name);
    await expect(fact(page, 'Deductible')).toHaveText('$1,234.00');
    await expect(fact(page, 'Premium a month')).not.toHaveText(price);
    await window.getByRole('button', { name: 'Enroll', exact: true }).click();
    await arrive(window, 'Shop for plans');
    await expect(window.locator('main')).toContainText(say('shopping.told_gone'));

    // Nothing was confirmed: the plan is the one of before, at its price, though it is not sold any more.
    await other.open('plans/enrolled');
    await arrive(window, 'Enrolled in a health plan');
    await expect(fact(window, 'Plan')).toHaveText(before);
    await expect(fact(window, 'Cost a month, after the tax credit')).toHaveText(paid);

    // Who is asked may say yes.
    await enroll.click();
    await arrive(page, 'Enrolled in a health plan');
    await expect(fact(page, 'Plan')).toHaveText(name);
    await expect(fact(page, 'Deductible')).toHaveText('$1,234.00');
  } finally {
    await portal.stop();
  }
});

test('an assister enrolls a client, and list and record say so', { tag: '@main' }, async ({ actors }) => {
  test.setTimeout(300_000);
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(number, who.name);
  const broker = await actors.demo(demo.broker);
  const record = await new Clients(broker).openRecord(who.name);
  const acting = new Application(broker, `${record}/application`);
  await acting.submitFor({ name: who.name, income: '80000' }, 'Tom Lindqvist');
  await expect(fact(broker, who.name)).toContainText('Health plan without a tax credit');
  await broker.getByRole('link', { name: 'Shop for plans', exact: true }).click();
  await arrive(broker, 'Shop for plans');
  await expect(broker.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
  await broker.locator('tbody').getByRole('row').first().getByRole('link').first().click();
  await arrive(broker, 'Enroll');
  await broker.getByRole('button', { name: 'Enroll', exact: true }).click();
  await arrive(broker, 'Enrolled in a health plan');
  await visit(broker, record);
  await expect(fact(broker, 'Enrolled in a health plan')).toHaveText(/^Yes: ./);
  const clients = new Clients(broker);
  await clients.open('all');
  await clients.search(who.name);
  await expect(clients.rows.first()).toContainText('Yes');
  // The consumer has it in their own account; a former assister has not.
  await visit(page, '/account/application/plans/enrolled');
  await arrive(page, 'Enrolled in a health plan');
  await new Wizard(page).authorized(await actors.number(demo.cac), who.name);
  await expectNotFound(broker, `${record}/application/plans`);
});

test('plans side by side in a narrow window keep their columns, with each name once', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  await new Application(page).submitAlone({ name: who.name, income: '39000' });
  await visit(page, '/account/application/plans');
  await page.setViewportSize({ width: 360, height: 740 });
  for (let n = 1; n <= 3; n++) {
    await page.getByRole('link', { name: /^Add to compare / }).first().click();
    await expect(page.locator('tbody').getByRole('link', { name: /^Remove / })).toHaveCount(n);
  }
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await arrive(page, 'Compare');
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

test('after a later status the consumer shops, and the assister does not', async ({ actors }) => {
  test.setTimeout(300_000);
  const number = await actors.number(demo.cac);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '9000' });
  await new Wizard(page).authorized(number, who.name);
  const status = new StatusForm(await actors.demo(demo.arc));
  await status.open(who);
  await status.person(who.name).selectOption({ label: 'Health plan without a tax credit' });
  await status.reason.fill('A new job');
  await status.button.click();
  await new Center(status.page).says(say('status.done'));
  await own.open('determination');
  await own.determinedAgain();
  await page.getByRole('link', { name: 'Shop for plans', exact: true }).click();
  await arrive(page, 'Shop for plans');
  await page.locator('tbody').getByRole('link', { name: /^Choose / }).first().click();
  await arrive(page, 'Enroll');
  await page.getByRole('button', { name: 'Enroll', exact: true }).click();
  await arrive(page, 'Enrolled in a health plan');

  const cac = await actors.demo(demo.cac);
  const record = await new Clients(cac).openRecord(who.name);
  await expect(fact(cac, 'Enrolled in a health plan')).toHaveText('Yes');
  const acting = new Application(cac, `${record}/application`);
  await acting.open('plans');
  await acting.determined();
  await expect(cac.getByRole('link', { name: 'Shop for plans' })).toHaveCount(0);
});

test('whoever has Medical Assistance has no plans to shop for', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '9000' });
  await expect(page.getByRole('link', { name: 'Shop for plans' })).toHaveCount(0);
  await own.open('plans');
  await own.determined();
});
