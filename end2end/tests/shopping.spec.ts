// Shopping for a plan: filter, compare, enroll, change; for the consumer and for who acts for them.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { arrive, expectNotFound, fact, scripted, visit } from '../pages/page.ts';
import { Center } from '../pages/resource-center.ts';
import { StatusForm } from '../pages/status.ts';

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
    await page.getByRole('link', { name: 'Add to compare', exact: true }).first().click();
    await expect(page).toHaveURL(new RegExp(`[?&]compare=[^&]*${n === 1 ? '' : `(%2C|,)`}`));
    const added = rows.filter({ has: page.getByRole('link', { name: 'Remove', exact: true }) });
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

test('an assister enrolls a client, and list and record say so', { tag: '@main' }, async ({ actors }) => {
  test.setTimeout(300_000);
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorize(number, who.name);
  const broker = await actors.demo(demo.broker);
  const record = await new Clients(broker).openRecord(who.name);
  const acting = new Application(broker, `${record}/application`);
  await acting.answerAll({ name: who.name, income: '80000' });
  await acting.toSign();
  await acting.agreed(who.name, 'Tom Lindqvist', acting.today());
  await acting.submit.click();
  await acting.determined();
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
  await new Wizard(page).authorize(await actors.number(demo.cac), who.name);
  await expectNotFound(broker, `${record}/application/plans`);
});

test('plans side by side in a narrow window keep their columns, with each name once', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  await new Application(page).submitAlone({ name: who.name, income: '39000' });
  await visit(page, '/account/application/plans');
  await page.setViewportSize({ width: 360, height: 740 });
  for (let n = 1; n <= 3; n++) {
    await page.getByRole('link', { name: 'Add to compare', exact: true }).first().click();
    await expect(page.locator('tbody').getByRole('link', { name: 'Remove', exact: true })).toHaveCount(n);
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
  await new Wizard(page).authorize(number, who.name);
  const status = new StatusForm(await actors.demo(demo.arc));
  await status.open(who);
  await status.person(who.name).selectOption({ label: 'Health plan without a tax credit' });
  await status.reason.fill('A new job');
  await status.button.click();
  await new Center(status.page).says(say('status.done'));
  await own.open('determination');
  await own.determined();
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
