// The questions of an application: every kind of answer, in their order, what is wrong with one, and what is taken out.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { postForm } from '../pages/identity.ts';
import { arrive, expectRefused, fact, path, problems, visit } from '../pages/page.ts';

test('who and what is taken out is asked about first, and a change from the review leads back there', async ({ actors }) => {
  test.setTimeout(240_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  await page.getByRole('link', { name: `Change ${who.name}: Job`, exact: true }).click();
  await arrive(page, 'Change income');
  await page.getByRole('link', { name: 'Cancel', exact: true }).click();
  await arrive(page, 'Review your answers');

  await postForm(page, `${own.base}/household/add`, { name: 'Kim Lee', relation: 'child', born: '3/4/1950', applies: 'no' });
  await own.open('review');
  // A child who is older than her is asked about, and nothing is refused.
  await expect(page.locator('main')).toContainText(say('application.born_odd_child', { name: 'Kim Lee', of: who.name }));
  for (const [link, heading, question, back] of [
    ['Kim Lee', 'About Kim Lee', 'Remove Kim Lee from the household?', 'Review your answers'],
    // Whether there is any other is asked again.
    [`${who.name}: Job`, 'Change income', 'Remove this income?', 'Income of the household'],
  ] as const) {
    await own.open('review');
    await page.getByRole('link', { name: `Change ${link}`, exact: true }).click();
    await arrive(page, heading);
    await page.getByRole('link', { name: /^Remove this / }).click();
    await arrive(page, question);
    await page.getByRole('link', { name: 'Cancel', exact: true }).click();
    await arrive(page, heading);
    await page.getByRole('link', { name: /^Remove this / }).click();
    await arrive(page, question);
    await page.getByRole('button', { name: 'Remove', exact: true }).dblclick();
    await arrive(page, back);
    await expect(page.getByText(link)).toHaveCount(0);
  }
  // The list of questions leads to those that can be answered now.
  await own.open();
  await expect(fact(page, 'Income')).toHaveText('To do');
  await expect(page.getByRole('link', { name: /^Go to / })).toHaveCount(1);
  await expect(fact(page, 'Review and sign')).toHaveText('To do');
});

test('a household with every kind of answer, and what each of them qualifies for', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.household(who.name);
  // Back to the list: more people, with how they are related.
  const family = [
    { name: 'Pat Lee', relation: 'Husband or wife', born: '5/6/1982', pregnant: true, applies: 'Yes' },
    { name: 'Kim Lee', relation: 'Daughter or son', born: '3/4/2020', pregnant: false, applies: 'Yes' },
    { name: 'Old Lee', relation: 'Mother or father', born: '1/2/1950', pregnant: false, applies: 'Yes' },
    { name: 'Sam Lee', relation: 'Sister or brother', born: '8/9/1984', pregnant: false, applies: 'No' },
  ] as const;
  await own.open('household');
  for (const { name, relation, born, pregnant, applies } of family) {
    await page.getByRole('link', { name: 'Add a person', exact: true }).click();
    await arrive(page, 'Add a person');
    await own.field('Full name').fill(name);
    await own.field(`How is this person related to ${who.name}?`).selectOption({ label: relation });
    await own.field('Date of birth').fill(born);
    if (pregnant) await own.field('This person is pregnant').check();
    await own.choice('Does this person apply for coverage?', applies).check();
    await own.goOn('Who is in the household?');
    await expect(fact(page, name)).toContainText(relation);
  }
  await own.goOn('Where does the household live?');
  await own.address();
  for (const [whose, source, amount, often] of [
    [who.name, 'Job', '700', 'every week'],
    [who.name, 'Self-employment, after costs', '100.50', 'every two weeks'],
    ['Pat Lee', 'Unemployment benefits', '300', 'twice a month'],
    ['Old Lee', 'Social Security', '1,200', 'every month'],
    ['Sam Lee', 'Something else that is taxed', '1000', 'once a year'],
  ] as const) {
    await page.getByRole('link', { name: 'Add income', exact: true }).click();
    await arrive(page, 'Add income');
    await own.choice('Whose income is it?', whose).check();
    await own.choice('Where does it come from?', source).check();
    await own.field('How much is it each time?').fill(amount);
    await own.field('How often does it come?').selectOption({ label: often });
    await own.goOn('Income of the household');
  }
  // 700 × 52 + 100.50 × 26 + 300 × 24 + 1,200 × 12 + 1,000
  await expect(fact(page, 'Total of the household in a year')).toHaveText('$61,613.00');
  const coverage = [
    [who.name, 'No', 'Yes, and this person does not have it', '50'],
    ['Pat Lee', 'No', 'No', ''],
    ['Kim Lee', 'No', 'Yes, and this person has it', ''],
    ['Old Lee', 'Yes', 'No', ''],
  ] as const;
  await own.goOn(`Health coverage of ${who.name}`);
  for (const [n, [name, medicare, employer, cost]] of coverage.entries()) {
    await arrive(page, `Health coverage of ${name}`);
    await own.choice('Does this person have Medicare?', medicare).check();
    await own.choice('Does an employer offer this person health coverage?', employer).check();
    if (employer.endsWith('does not have it')) {
      await own.save.click();
      await expectRefused(page, own.field(say('application.coverage_cost')), say('application.coverage_cost_missing'));
      await own.field(say('application.coverage_cost')).fill(cost);
    }
    const next = coverage[n + 1];
    await own.goOn(next ? `Health coverage of ${next[0]}` : /^How will the household file taxes/);
  }
  await own.field('Files a tax return; married people file jointly').check();
  const statuses = [
    [who.name, 'Lawfully present in the United States'],
    ['Pat Lee', 'U.S. citizen or U.S. national'],
    ['Kim Lee', 'U.S. citizen or U.S. national'],
    ['Old Lee', 'Another status, or prefer not to say'],
  ] as const;
  await own.goOn(`Citizenship or immigration status of ${who.name}`);
  for (const [n, [name, status]] of statuses.entries()) {
    await arrive(page, `Citizenship or immigration status of ${name}`);
    await own.field(status).check();
    const next = statuses[n + 1];
    await own.goOn(next ? `Citizenship or immigration status of ${next[0]}` : 'Review your answers');
  }
  await own.toSign();
  await own.field('Your full name').fill(who.name);
  await own.submit.click();
  await own.determined();
  // Five people: the limits are 285 percent of the guideline for the pregnant, 280 for the child.
  for (const [name, outcome] of [
    ['Pat Lee', 'Medical Assistance'],
    ['Kim Lee', 'Medical Assistance'],
    ['Old Lee', 'Needs a county or DHS decision'],
  ] as const) {
    await expect(fact(page, name)).toContainText(outcome);
  }
  await expect(page.locator('main')).toContainText(say('determination.next_decision'));
});

test('a draft is resumed where it was left', async ({ actors }) => {
  // Look only: other tests count on this client.
  const page = await actors.demo(demo.consumer3);
  await visit(page, '/account');
  await page.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(page, 'Health coverage application');
  await page.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(page, 'Income of the household');
  expect(path(page)).toBe('/account/application/income');
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
