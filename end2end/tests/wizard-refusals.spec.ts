// What the wizard refuses, what it says, and that it keeps what was typed.

import { say } from '../fixtures/catalog.ts';
import { mistyped, nobodys } from '../fixtures/numbers.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, HEADINGS, Wizard } from '../pages/assister.ts';
import { arrive, expectRefused, fact, problems } from '../pages/page.ts';

test('a number with a typing mistake says so and keeps what was typed', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.open();
  await wizard.lookUp(mistyped(number));
  await expectRefused(page, wizard.number, say('number.check'));
  await expect(wizard.number).toHaveValue(mistyped(number));
  expect(page.url()).not.toContain(mistyped(number));
});

for (const { typed, message } of [
  { typed: '', message: 'number.empty' },
  { typed: '123', message: 'number.seven' },
  { typed: '12345678', message: 'number.seven' },
  { typed: 'seven!!', message: 'number.seven' },
  { typed: '"><img src=x onerror=alert(1)>', message: 'number.seven' },
]) {
  test(`${JSON.stringify(typed)} is no reference number`, async ({ actors }) => {
    const { page } = await actors.consumer();
    const wizard = new Wizard(page);
    await wizard.open();
    await wizard.lookUp(typed);
    await expectRefused(page, wizard.number, say(message));
    await expect(wizard.number).toHaveValue(typed);
  });
}

test('an unknown and a suspended number get the same answer', { tag: '@main' }, async ({ actors }) => {
  const suspended = await actors.number(demo.suspended);
  const unknown = nobodys([suspended]);
  const { page } = await actors.consumer();
  const wizard = new Wizard(page);
  const answers: string[] = [];
  for (const number of [unknown, suspended]) {
    await wizard.open();
    await wizard.lookUp(number);
    await expect(problems(page)).toContainText(say('number.unknown'));
    answers.push((await page.locator('main').innerText()).replaceAll(number, '#'));
    await expectRefused(page, wizard.number, say('number.unknown'));
    await expect(wizard.number).toHaveValue(number);
  }
  expect(answers[0]).toBe(answers[1]);
});

test('a name that is not the account’s is refused, and the name and the checkbox are kept', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.toAgreement(number);
  await wizard.fillIn('Somebody Else');
  await wizard.confirm.click();
  await expectRefused(page, wizard.typedName, say('agree.name_different', { name: who.name }));
  await expect(wizard.typedName).toHaveValue('Somebody Else');
  await expect(wizard.checkbox).toBeChecked();
  expect(page.url()).not.toContain('Somebody');
  await wizard.typedName.fill(who.name);
  await wizard.confirm.click();
  await wizard.done();
});

test('without the checkbox or the name nothing is confirmed', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.toAgreement(number);
  await wizard.typedName.fill(who.name);
  await wizard.confirm.click();
  await expectRefused(page, wizard.checkbox, say('agree.check_missing'));
  await expect(wizard.typedName).toHaveValue(who.name);
  await expect(wizard.checkbox).not.toBeChecked();
  await wizard.typedName.fill('');
  await wizard.confirm.click();
  await expectRefused(page, wizard.checkbox, say('agree.check_missing'));
  await expectRefused(page, wizard.typedName, say('agree.name_missing'));
  const details = new Details(page);
  await details.open();
  await expect(details.none).toBeVisible();
});

test('case, accents and spacing of the typed name are forgiven', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  const own = who.name.split(' ')[2]!;
  const { page: accented, who: zoe } = await actors.consumer({ name: `Zoë Nguyễn-O’Brien ${own}` });
  await new Wizard(page).authorize(number, `  ${who.name.toUpperCase().replaceAll(' ', '   ')} `);
  await new Wizard(accented).authorize(number, `zoe nguyen obrien ${own.toLowerCase()}`);
  expect(zoe.name).toContain('ë');
});

test('a draft that another tab replaced is not confirmed', async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page, who } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.toAgreement(first);
  await wizard.fillIn(who.name);
  const other = await page.context().newPage();
  await new Wizard(other).open();
  await new Wizard(other).lookUp(second);
  await arrive(other, HEADINGS.card);
  await wizard.confirm.click();
  // The truth: the assister who would be authorized now is the other one.
  await arrive(page, HEADINGS.card);
  await expect(fact(page, 'Name')).toHaveText(await fact(other, 'Name').innerText());
  const details = new Details(page);
  await details.open();
  await expect(details.none).toBeVisible();
});
