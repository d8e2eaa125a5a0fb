// The application: begun at home, finished by the assister, determined at once; and what is refused.

import { say, sayLike } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Wizard } from '../pages/assister.ts';
import { Application } from '../pages/application.ts';
import { Clients } from '../pages/clients.ts';
import { arrive, expectNotFound, expectRefused, fact, path, problems, visit } from '../pages/page.ts';

test('what a consumer began at home their assister finishes, and both see the result', { tag: '@main' }, async ({ actors }) => {
  test.setTimeout(240_000);
  const number = await actors.number(demo.cac);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await page.getByRole('link', { name: 'Apply for coverage', exact: true }).click();
  await arrive(page, 'Health coverage application');
  await own.start();
  await own.household(who.name);
  await new Wizard(page).authorize(number, who.name);

  // She is stuck at the address. The counselor goes on from there.
  const helper = await actors.demo(demo.cac);
  const record = await new Clients(helper).openRecord(who.name);
  await expect(fact(helper, 'Application')).toHaveText('Started, not submitted');
  await helper.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(helper, 'Health coverage application');
  await expect(helper.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
  await expect(helper.getByText(new RegExp(`^Last saved by ${who.name} \\(Consumer\\) on `))).toBeVisible();
  await helper.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(helper, 'Where does the household live?');
  const acting = new Application(helper, `${record}/application`);
  await acting.address();
  await acting.income(who.name, '30,000');
  await acting.rest(who.name);
  await acting.toSign();
  await acting.agreed(who.name, 'Mai Yang', acting.today());
  await acting.submit.click();
  await acting.determined();
  await expect(fact(helper, who.name)).toContainText('MinnesotaCare');
  await expect(fact(helper, 'Signed by')).toContainText(/^Mai Yang \(CAC\), as agreed by phone on /);
  await expect(fact(helper, 'Yearly income of the household')).toHaveText('$30,000.00');
  await helper.getByRole('link', { name: 'Back to the client record', exact: true }).click();
  await arrive(helper, who.name);
  await expect(fact(helper, 'Initial determination')).toHaveText('MinnesotaCare');
  await expect(fact(helper, 'Enrolled in a health plan')).toHaveText('No');

  // She sees all of it in her own account, and the notices that nobody else has.
  await own.open();
  await own.determined();
  await expect(fact(page, who.name)).toContainText('MinnesotaCare');
  await visit(page, '/account/notices');
  const told = [
    sayLike('notices.determined', { by: say('notices.by_portal'), about: 'MinnesotaCare' }),
    sayLike('notices.submitted_by', { by: 'Mai Yang' }),
    say('notices.assister_added', { about: 'Mai Yang' }),
  ];
  for (const each of told) await expect(page.getByText(each).first()).toBeVisible();
  await page.getByRole('link', { name: new RegExp(`^${say('notices.see_result')}`) }).click();
  await own.determined();
  await expectNotFound(helper, '/account/notices');
});

test('a consumer alone: save, leave, resume, change an answer from the review, submit once', { tag: '@main' }, async ({ actors }) => {
  test.setTimeout(240_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.household(who.name);
  await own.address();
  await visit(page, '/account');
  await page.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(page, 'Health coverage application');
  await page.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(page, 'Income of the household');
  await own.income(who.name, '20000');
  await own.rest(who.name);
  await page.getByRole('link', { name: `Change ${who.name}: Job`, exact: true }).click();
  await arrive(page, 'Change income');
  await own.field('How much is it each time?').fill('39,000');
  await own.goOn('Review your answers');
  await expect(fact(page, 'Total of the household in a year')).toHaveText('$39,000.00');
  await own.toSign();
  await own.field('Your full name').fill(who.name.toLowerCase());
  await own.submit.dblclick();
  await own.determined();
  await expect(fact(page, who.name)).toContainText('Health plan with a premium tax credit');

  // Read-only from now on, for her and by any way back.
  for (const address of ['', 'help', 'address', 'review', 'sign']) {
    await own.open(address);
    await own.determined();
  }
  await page.getByRole('link', { name: 'See the answers', exact: true }).click();
  await arrive(page, 'Answers');
  await expect(page.getByRole('link', { name: /^Change/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Something changed or is wrong?', exact: true }).click();
  await arrive(page, 'Something changed or is wrong?');
  await expect(page.getByText('Call the MNsure Contact Center').first()).toBeVisible();
});

test('without help with paying it ends here, and nothing is lost', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.help(false);
  await own.goOn("This application can't be completed here");
  await own.open('household');
  await arrive(page, "This application can't be completed here");
  await page.getByRole('link', { name: 'Change the answer', exact: true }).click();
  await arrive(page, 'Do you want help paying for coverage?');
  await own.household(who.name);
});

test('skipping ahead leads to the latest page allowed', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.open('review');
  await arrive(page, 'Health coverage application');
  await own.start();
  await own.household(who.name);
  for (const ahead of ['income', 'taxes', 'review', 'sign']) {
    await own.open(ahead);
    await arrive(page, 'Where does the household live?');
    expect(path(page)).toBe('/account/application/address');
  }
});

test('bad input is told at its field, and what was typed stays', { tag: '@main' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.household(who.name);
  await own.field('Street address').fill('1 "Main" <St>');
  await own.field('City').fill('Ely');
  await own.field('ZIP code').fill('9021');
  await own.save.click();
  await expectRefused(page, own.field('ZIP code'), say('application.address_zip_wrong'));
  await expectRefused(page, own.field('County'), 'Choose the county');
  await expect(own.field('Street address')).toHaveValue('1 "Main" <St>');
  await expect(own.field('ZIP code')).toHaveValue('9021');
});

test('a missing answer about somebody leads to their page, and every question back to the one before', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.help(true);
  await own.goOn('Who is in the household?');
  await own.save.click();
  await problems(page).getByRole('link', { name: `Answer whether ${who.name} applies for coverage`, exact: true }).click();
  await arrive(page, `About ${who.name}`);
  await expect(page.getByText(/: part 2 of 8, Household$/)).toBeVisible();
  const back = page.getByRole('link', { name: 'Back', exact: true });
  await back.click();
  await arrive(page, 'Who is in the household?');
  await back.click();
  await arrive(page, 'Do you want help paying for coverage?');
  await page.getByRole('link', { name: 'Back to the application', exact: true }).click();
  await arrive(page, 'Health coverage application');
});

test('of two who save the same page the later is told, and loses nothing', { tag: '@main' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.household(who.name);
  await own.address();
  const other = new Application(await page.context().newPage());
  await own.open('address');
  await other.open('address');
  await other.field('City').fill('Hermantown');
  await other.goOn('Income of the household');
  await own.field('City').fill('Proctor');
  await own.save.click();
  await expect(page.getByText('Somebody else saved this page', { exact: true })).toBeVisible();
  await expect(page.getByText('City: was Duluth, now Hermantown', { exact: true })).toBeVisible();
  await expect(own.field('City')).toHaveValue('Proctor');
  await own.goOn('Income of the household');
  await other.open('address');
  await expect(other.field('City')).toHaveValue('Proctor');
});

test('a former assister loses the draft at once', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await new Application(page).start();
  await new Wizard(page).authorize(number, who.name);
  const broker = await actors.demo(demo.broker);
  const record = await new Clients(broker).openRecord(who.name);
  await visit(broker, `${record}/application/help`);
  await arrive(broker, 'Do you want help paying for coverage?');
  await new Wizard(page).authorize(await actors.number(demo.cac), who.name);
  await expectNotFound(broker, `${record}/application/help`);
  await expectNotFound(broker, `${record}/application`);
});
