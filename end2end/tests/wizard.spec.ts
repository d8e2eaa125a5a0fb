// The wizard, step by step: what each page shows, what survives, and that no step is skipped.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, HEADINGS, STEPS, Wizard } from '../pages/assister.ts';
import { arrive, fact, heading, path, visit } from '../pages/page.ts';

test('each step shows what it must, and the end leads to the receipt', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.cac);
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.open();
  await expect(wizard.cancel).toBeVisible();
  await wizard.lookUp(number);

  await arrive(page, HEADINGS.card);
  expect(path(page)).toBe(STEPS.card);
  const name = await fact(page, 'Name').innerText();
  for (const term of ['Kind of assister', 'Organization', 'Phone', 'Email']) await expect(fact(page, term)).toHaveText(/\S/);
  expect((await fact(page, 'Reference number').innerText()).replace(/\D/g, '')).toBe(number);
  await expect(wizard.different).toBeVisible();
  await wizard.next.click();

  await arrive(page, HEADINGS.agree);
  expect(path(page)).toBe(STEPS.agree);
  const text = page.locator('main');
  await expect(text).toContainText(`You are choosing ${name} to help you`);
  await expect(text).toContainText(`What ${name} will be able to do`);
  for (const part of ['How long it lasts', 'How to end it', 'Privacy notice']) {
    await expect(page.getByRole('heading', { name: part, exact: true })).toBeVisible();
  }
  await expect(text).not.toContainText(/\{\w+\}/);
  await expect(page.getByText(say('agree.replaces_title'))).toHaveCount(0);
  await expect(wizard.cancel).toBeVisible();
  await expect(wizard.checkbox).not.toBeChecked();
  await wizard.fillIn(who.name);
  await wizard.confirm.click();

  expect(await wizard.done()).toBe(name);
  await page.getByRole('link', { name: 'View your receipt', exact: true }).click();
  await arrive(page, 'Your receipt');
  await visit(page, '/account');
  await expect(page.locator('main')).toContainText(`${name} helps you now.`);
  const details = new Details(page);
  await details.open();
  await expect(fact(page, 'Name')).toHaveText(name);
  for (const term of ['Kind of assister', 'Organization', 'Phone', 'Email', 'Date authorized'])
    await expect(fact(page, term)).toHaveText(/\S/);
  expect((await fact(page, 'Reference number').innerText()).replace(/\D/g, '')).toBe(number);
  for (const link of [details.change, details.remove, details.receipt]) await expect(link).toBeVisible();
  await expect(details.historyHeading).toHaveCount(0);
});

test('spaces and dashes in the number are tolerated', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page } = await actors.consumer();
  const wizard = new Wizard(page);
  for (const typed of [
    ` ${number.slice(0, 3)} ${number.slice(3)} `,
    `${number.slice(0, 3)}-${number.slice(3, 5)}–${number.slice(5)}`,
    [...number].join('\u00a0'),
  ]) {
    await wizard.open();
    await wizard.lookUp(typed);
    await arrive(page, HEADINGS.card);
  }
});

test('steps are not skipped by address', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  const at = async (asked: string, shown: keyof typeof STEPS): Promise<void> => {
    await visit(page, asked);
    await arrive(page, HEADINGS[shown]);
    expect(path(page), `asked for ${asked}`).toBe(STEPS[shown]);
  };
  await at(STEPS.card, 'number');
  await at(STEPS.agree, 'number');
  await wizard.lookUp(number);
  await arrive(page, HEADINGS.card);
  await at(STEPS.agree, 'card');
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
  // What is allowed once stays so, also backwards and after a reload.
  await at(STEPS.card, 'card');
  await at(STEPS.agree, 'agree');
  await page.reload();
  await arrive(page, HEADINGS.agree);
  await wizard.fillIn(who.name);
  await wizard.confirm.click();
  await wizard.done();
  // The run is over: its steps are not there any more.
  await at(STEPS.agree, 'number');
  await at(STEPS.card, 'number');
});

test('going back and giving another number clears what followed', { tag: '@main' }, async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.toAgreement(first);
  await visit(page, STEPS.card);
  const name = await fact(page, 'Name').innerText();
  await wizard.different.click();
  await arrive(page, HEADINGS.number);
  await wizard.lookUp(second);
  await arrive(page, HEADINGS.card);
  await expect(fact(page, 'Name')).not.toHaveText(name);
  await visit(page, STEPS.agree);
  await arrive(page, HEADINGS.card);
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
  await expect(page.locator('main')).not.toContainText(name);
});

test('the back button goes from step to step', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.toAgreement(number);
  await page.goBack();
  await arrive(page, HEADINGS.card);
  await page.goBack();
  await arrive(page, HEADINGS.number);
  await page.goForward();
  await arrive(page, HEADINGS.card);
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
});

test('a wizard that was left by Cancel changes nothing', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.open();
  await wizard.cancel.click();
  await arrive(page, 'Assister Details');
  await wizard.toAgreement(number);
  await wizard.cancel.click();
  await arrive(page, 'Assister Details');
  await expect(new Details(page).none).toBeVisible();
});

test('nobody without an account reaches a step', async ({ page, actors }) => {
  for (const address of [...Object.values(STEPS), '/account', '/account/assister', '/account/assister/remove']) {
    await visit(page, address);
    await arrive(page, 'Sign in');
    expect(path(page)).toBe('/sign-in');
  }
  const navigator = await actors.demo(demo.navigator2);
  for (const address of Object.values(STEPS)) {
    expect((await visit(navigator, address)).status(), address).toBe(404);
    await expect(heading(navigator, 'Page not found')).toBeVisible();
  }
});
