// Two whole journeys, from the start of an application to a plan: a consumer's own, and a client's with their assister. Then what two who
// work on the same application at once are shown.

import { say, sayLike } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { post, postForm } from '../pages/identity.ts';
import { arrive, expectRefused, fact, path, problems, scripted, visit } from '../pages/page.ts';

test('a consumer applies, submits once, compares plans, enrolls and changes the plan', { tag: '@journey' }, async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await page.getByRole('link', { name: 'Apply for coverage', exact: true }).click();
  await arrive(page, 'Health coverage application');
  await own.start();
  await own.household(who.name);

  // What is wrong is told at its field, and what was typed stays.
  await own.field('Street address').fill('1 "Main" <St>');
  await own.field('City').fill('Ely');
  await own.field('ZIP code').fill('9021');
  await own.save.click();
  await expectRefused(page, own.field('ZIP code'), say('application.address_zip_wrong'));
  await expectRefused(page, own.field('County'), 'Choose the county');
  await expect(own.field('Street address')).toHaveValue('1 "Main" <St>');
  await expect(own.field('ZIP code')).toHaveValue('9021');
  await own.address();

  // Left, and resumed where it was left.
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
  await own.submit.click();
  await expectRefused(page, own.field('Your full name'), say('application.sign_name_missing'));
  await own.field('Your full name').fill(who.name.toLowerCase());
  await own.submit.dblclick();
  await own.determined();
  await expect(fact(page, who.name)).toContainText('Health plan with a premium tax credit');
  await page.getByRole('link', { name: 'See the answers', exact: true }).click();
  await arrive(page, 'Answers');
  await expect(page.getByRole('link', { name: /^Change/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Something changed or is wrong?', exact: true }).click();
  await arrive(page, 'Something changed or is wrong?');

  await own.open('determination');
  await own.determined();
  await page.getByRole('link', { name: 'Shop for plans', exact: true }).click();
  await arrive(page, 'Shop for plans');
  const rows = page.locator('tbody').getByRole('row');
  await expect(rows.first()).toBeVisible();

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
  if (scripted()) await audit(page, 'three plans to compare');
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

  // Another one takes its place before the first day. Filters are in the address, by the names that the form's own fields have.
  await own.open('plans');
  await arrive(page, 'Shop for plans');
  const mine = rows.filter({ hasText: 'Your plan' });
  await expect(mine).toHaveCount(1);
  const before = (await mine.getByRole('rowheader').innerText()).replace('Your plan', '').trim();
  const level = (await mine.locator('[data-label="Level"]').innerText()).trim() === 'Silver' ? 'Bronze' : 'Silver';
  await page.getByLabel('Level', { exact: true }).selectOption({ label: level });
  await page.getByLabel('Company', { exact: true }).selectOption('Wild Rice Health');
  await page.getByLabel('Highest cost a month, after the tax credit', { exact: true }).fill('9000');
  await page.getByRole('button', { name: 'Show plans', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`[?&]metal=${level.toLowerCase()}(&|$)`));
  await expect(page).toHaveURL(/[?&]issuer=Wild(\+|%20)Rice(\+|%20)Health(&|$)/);
  await expect(page).toHaveURL(/[?&]most=9000/);
  await arrive(page, 'Shop for plans');
  await expect(rows.filter({ hasNotText: level })).toHaveCount(0);
  await expect(rows.filter({ hasNotText: 'Wild Rice Health' })).toHaveCount(0);
  const name = (await rows.first().getByRole('rowheader').innerText()).trim();
  expect(name).not.toBe(before);
  await rows.first().getByRole('link', { name: `Choose ${name}`, exact: true }).click();
  await arrive(page, 'Enroll');
  await expect(page.getByText(/^This takes the place of /)).toBeVisible();
  await page.getByRole('button', { name: 'Enroll', exact: true }).click();
  await arrive(page, 'Enrolled in a health plan');
  await expect(sentence).not.toHaveText(first);
  await own.open('determination');
  await own.determined();
  await expect(fact(page, 'Plan')).toContainText(name);
  await visit(page, '/account/notices');
  await expect(page.getByText(/^You enrolled in /)).toHaveCount(1);
  await expect(page.getByText(/^You changed your plan from /)).toHaveCount(1);
  await visit(page, '/account');
});

test('an assister applies for a client, resumes, signs and enrolls them, and both see it', { tag: '@journey' }, async ({ actors }) => {
  test.setTimeout(300_000);
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(number, who.name);
  const broker = await actors.demo(demo.broker);
  const clients = new Clients(broker);
  const record = await clients.openRecord(who.name);
  await expect(fact(broker, 'Application')).toHaveText('Not started');
  const acting = new Application(broker, `${record}/application`);
  await acting.start();
  await expect(broker.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
  // Without help with paying it does not go on here; nothing is lost by that answer.
  await acting.help(false);
  await acting.goOn("This application can't be completed here");
  await broker.getByRole('link', { name: 'Change the answer', exact: true }).click();
  await arrive(broker, 'Do you want help paying for coverage?');
  await acting.household(who.name);

  await visit(broker, record);
  await expect(fact(broker, 'Application')).toHaveText('Started, not submitted');
  await broker.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(broker, 'Health coverage application');
  await broker.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(broker, 'Where does the household live?');
  await acting.address();
  await acting.income(who.name, '80,000');
  await acting.rest(who.name);
  await acting.toSign();
  await acting.field('When did they agree?').fill('soon');
  await acting.submit.click();
  await expectRefused(broker, acting.field('When did they agree?'), say('application.sign_on_wrong'));
  await expect(acting.field('When did they agree?')).toHaveValue('soon');
  await acting.agreed(who.name, 'Tom Lindqvist', acting.today());
  await acting.submit.click();
  await acting.determined();
  await expect(fact(broker, who.name)).toContainText('Health plan without a tax credit');
  await expect(fact(broker, 'Signed by')).toContainText(/^Tom Lindqvist \(Broker\), as agreed by phone on /);
  await expect(fact(broker, 'Yearly income of the household')).toHaveText('$80,000.00');
  await broker.getByRole('link', { name: 'Something changed or is wrong?', exact: true }).click();
  await arrive(broker, 'Something changed or is wrong?');

  await acting.open('determination');
  await acting.determined();
  await broker.getByRole('link', { name: 'Shop for plans', exact: true }).click();
  await arrive(broker, 'Shop for plans');
  await expect(broker.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
  await broker.locator('tbody').getByRole('row').first().getByRole('link').first().click();
  await arrive(broker, 'Enroll');
  await broker.getByRole('button', { name: 'Enroll', exact: true }).click();
  await arrive(broker, 'Enrolled in a health plan');
  await broker.getByRole('link', { name: 'Back to the client record', exact: true }).click();
  await arrive(broker, who.name);
  await expect(fact(broker, 'Enrolled in a health plan')).toHaveText(/^Yes: ./);
  await clients.open('all');
  await clients.search(who.name);
  await expect(clients.rows.first()).toContainText('Yes');

  // The consumer sees all of it in their own account, and is told.
  await visit(page, '/account/application/plans/enrolled');
  await arrive(page, 'Enrolled in a health plan');
  await visit(page, '/account/notices');
  await expect(page.getByText(sayLike('notices.submitted_by', { by: 'Tom Lindqvist' })).first()).toBeVisible();
  await page.getByRole('link', { name: new RegExp(`^${say('notices.see_result')}`) }).click();
  await arrive(page, 'Initial determination');
  await expect(fact(page, who.name)).toContainText('Health plan without a tax credit');
});

test('a consumer and their assister at work at once lose nothing, and sign only what they saw', async ({ actors }) => {
  test.setTimeout(240_000);
  const number = await actors.number(demo.cac);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(number, who.name);
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  const helper = await actors.demo(demo.cac);
  const acting = new Application(helper, `${await new Clients(helper).openRecord(who.name)}/application`);

  // Of two who save the same page the later is told, and what they typed stays.
  await own.open('address');
  await acting.open('address');
  await acting.field('City').fill('Hermantown');
  await acting.goOn('Income of the household');
  await own.field('City').fill('Proctor');
  await own.save.click();
  await expect(page.getByText('Somebody else saved this page', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Mai Yang saved this page on /)).toBeVisible();
  await expect(page.getByText('City: was Duluth, now Hermantown', { exact: true })).toBeVisible();
  await expect(own.field('City')).toHaveValue('Proctor');
  await audit(page, 'somebody else saved the page');
  await own.goOn('Income of the household');
  await acting.open('address');
  await expect(acting.field('City')).toHaveValue('Proctor');

  // She adds a child while he is at the taxes.
  await acting.open('taxes');
  const kim = { name: 'Kim Test', relation: 'child', born: '3/4/2020', applies: 'yes' };
  await postForm(page, '/account/application/household/add', kim);
  await acting.field('Married, and files separately').check();
  await acting.save.click();
  await arrive(helper, 'Health coverage of Kim Test');
  await expect(helper.getByText(say('application.moved_title'), { exact: true })).toBeVisible();
  await expect(helper.getByText(say('application.moved_saved'))).toBeVisible();
  await expect(helper.getByText(new RegExp(`^${who.name} added Kim Test on `))).toBeVisible();
  const [coverage] = path(helper).split('/').slice(-1);
  await acting.choice('Does this person have Medicare?', 'No').check();
  await acting.choice('Does an employer offer this person health coverage?', 'No').check();
  await acting.goOn(/^How will the household file taxes/);
  await expect(acting.field('Married, and files separately')).toBeChecked();
  await postForm(helper, `${acting.base}/status/${coverage}`, { status: 'citizen' });

  // He changes the income while she is about to sign.
  await own.open('sign');
  await acting.open('income');
  await helper.getByRole('link', { name: `Change ${who.name}: Job`, exact: true }).click();
  await arrive(helper, 'Change income');
  await acting.field('How much is it each time?').fill('52000');
  await acting.goOn('Income of the household');
  await own.field('Your full name').fill(who.name);
  await own.submit.click();
  await expect(page.getByText(say('application.unsigned_title'), { exact: true })).toBeVisible();
  await expect(page.getByText(/^Mai Yang changed .*: Job on .*: How much is it each time\? was 39000, now 52000/)).toBeVisible();
  await expect(own.field('Your full name')).toHaveValue(who.name);
  await audit(page, 'answers that were not seen are not signed');
  await own.submit.click();
  await own.determined();
  await expect(fact(page, 'Yearly income of the household')).toHaveText('$52,000.00');
});

test('what is missing when it is signed is listed, each with the way to its page', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  await own.toSign();
  await own.field('Your full name').fill(who.name);
  // Meanwhile somebody more applies, in another tab.
  const child = `Kim ${letters()}`;
  await postForm(page, `${own.base}/household/add`, { name: child, relation: 'child', born: '3/4/2020', applies: 'yes' });
  await own.submit.click();
  const [coverage, status] = [say('application.coverage_heading', { name: child }), say('application.status_heading', { name: child })];
  const listed = async (...missing: string[]): Promise<void> => {
    await arrive(page, 'Health coverage application');
    await expect(problems(page)).toContainText(say(missing.length === 1 ? 'application.missing_heading' : 'application.missing_many'));
    await expect(problems(page).getByRole('listitem')).toHaveText(missing);
    await expect(problems(page).getByRole('link')).toHaveText(missing);
  };
  await listed(coverage, status);
  await problems(page).getByRole('link', { name: coverage, exact: true }).click();
  await arrive(page, coverage);
  await own.choice('Does this person have Medicare?', 'No').check();
  await own.choice('Does an employer offer this person health coverage?', 'No').check();
  await own.goOn(/^How will the household file taxes/);

  // What is sent all the same is refused for what is left.
  await visit(page, await post(page, '/api/submit-application', { full_name: who.name }));
  await listed(status);
  await problems(page).getByRole('link', { name: status, exact: true }).click();
  await arrive(page, status);
  await own.field('U.S. citizen or U.S. national').check();
  await own.goOn('Review your answers');
});
