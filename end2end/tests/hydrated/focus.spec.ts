// Where the focus goes: to the new page's heading after a change of page without a load, to the summary after a refusal.

import { demo } from '../../fixtures/people.ts';
import { mistyped } from '../../fixtures/numbers.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Application } from '../../pages/application.ts';
import { Details, HEADINGS, Wizard } from '../../pages/assister.ts';
import { backToList, Clients } from '../../pages/clients.ts';
import { CreateAccount, postForm } from '../../pages/identity.ts';
import { arrive, heading, problems, visit } from '../../pages/page.ts';
import type { Page } from '@playwright/test';

/** Marks the running page, so that a load would be noticed. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
}

async function expectSamePage(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'stillTheSamePage' in window), 'the page was changed without a load').toBe(true);
}

test('links and the steps of the wizard change the page without a load and take the focus along', { tag: '@live' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await mark(page);
  const came = async (name: string): Promise<void> => {
    await arrive(page, name);
    await expect(heading(page, name)).toBeFocused();
  };
  await page.getByRole('link', { name: 'Manage Assister', exact: true }).click();
  await came('Assister Details');
  await expect(page).toHaveTitle(/^Assister Details/);
  await new Details(page).add.click();
  await came(HEADINGS.number);
  await expect(page).toHaveTitle(/^Select the Assister Helping You/);
  const wizard = new Wizard(page);
  await wizard.lookUp(number);
  await came(HEADINGS.card);
  await wizard.next.click();
  await came(HEADINGS.agree);
  await wizard.fillIn(who.name);
  await wizard.confirm.click();
  await wizard.done();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expectSamePage(page);
});

test('another page, order or list of clients and a search leave the focus where it is, a record and the way back take it along', { tag: '@live' }, async ({
  actors,
}) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  await clients.open('all');
  await mark(page);
  const said = page.getByRole('contentinfo').locator('[aria-live]');
  await expect(said).toBeAttached();
  await clients.next.click();
  await clients.previous.waitFor();
  await expect(clients.next.or(heading(page, 'Your clients'))).toBeFocused();
  const order = page.getByRole('link', { name: 'Authorized on' });
  await order.click();
  await expect(page).toHaveURL(/sort=/);
  await expect(order).toBeFocused();
  await clients.choose('in-progress');
  await expect(page.getByRole('main').getByRole('link', { name: /^In Progress/ })).toBeFocused();
  // The region was there before it speaks.
  await expect(said).toHaveText(await page.locator('main .total').innerText());
  const client = clients.rows.first().getByRole('link');
  const name = await client.innerText();
  await client.click();
  await arrive(page, name);
  await expect(heading(page, name)).toBeFocused();
  await backToList(page).click();
  await clients.arrived();
  await expect(heading(page, 'Your clients')).toBeFocused();
  await clients.search('a');
  await expect(page.getByRole('search').locator(':focus')).toBeAttached();
  await expectSamePage(page);
});

test('a refusal puts the focus on the summary, which is in view', { tag: '@live' }, async ({ actors, page }) => {
  const form = new CreateAccount(page);
  await form.open();
  await form.submit({ name: '', born: '', email: '', password: '' });
  await expect(problems(page)).toBeVisible();
  await expect(page.locator(':focus')).toContainText('There is a problem');
  await expect(problems(page)).toBeInViewport();

  const number = await actors.number(demo.broker);
  const { page: consumer, who } = await actors.consumer();
  const wizard = new Wizard(consumer);
  await wizard.open();
  for (let times = 0; times < 2; times++) {
    await wizard.lookUp(mistyped(number));
    await expect(consumer.locator(':focus')).toContainText('There is a problem');
  }
  await wizard.toAgreement(number);
  await wizard.typedName.fill(who.name);
  await wizard.confirm.click();
  await expect(consumer.locator(':focus')).toContainText('There is a problem');
  await expect(problems(consumer)).toBeInViewport();
});

test('"Skip to main content" is the first stop and leads there', { tag: '@live' }, async ({ page }) => {
  await visit(page, '/sign-in');
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText('Skip to main content');
  await expect(page.locator(':focus')).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.querySelector('main')!.contains(document.activeElement))).toBe(true);
});

test('"Save and continue" takes the focus to the next page, and a refusal to the summary', { tag: '@live' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await mark(page);
  await expect(heading(page, 'Do you want help paying for coverage?')).toBeFocused();
  for (let times = 0; times < 2; times++) {
    await own.save.click();
    await expect(page.locator(':focus')).toContainText('There is a problem');
    await expect(problems(page)).toBeInViewport();
  }
  await own.help(true);
  await own.goOn('Who is in the household?');
  await expect(heading(page, 'Who is in the household?')).toBeFocused();
  // Refused for an answer of another page.
  await own.save.click();
  await expect(page.locator(':focus')).toContainText('There is a problem');
  await problems(page).getByRole('link').click();
  await arrive(page, `About ${who.name}`);
  await expect(heading(page, `About ${who.name}`)).toBeFocused();
  await expectSamePage(page);
});

test('signing with an answer missing puts the focus on the list of what is missing', { tag: '@live' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  await own.toSign();
  await postForm(page, `${own.base}/household/add`, { name: 'Kim Lee', relation: 'child', born: '3/4/2020', applies: 'yes' });
  await own.field('Your full name').fill(who.name);
  await own.submit.click();
  await arrive(page, 'Health coverage application');
  await expect(page.locator(':focus')).toContainText('There is a problem');
  await expect(problems(page)).toBeInViewport();
});

test('adding a plan to compare and taking it out keeps the focus on what takes it out, or adds it', { tag: '@live' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  await own.open('plans');
  await mark(page);
  const row = page.locator('tbody').getByRole('row').nth(7);
  for (const [link, then] of [
    [/^Add to compare /, /^Remove /],
    [/^Remove /, /^Add to compare /],
  ] as const) {
    await row.getByRole('link', { name: link }).click();
    await expect(row.getByRole('link', { name: then })).toBeFocused();
    await expect(row.getByRole('link', { name: then })).toBeInViewport();
  }
  await expectSamePage(page);
});
