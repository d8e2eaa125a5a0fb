// The Learning Center: a link by mail, the whole course, the assessment failed and passed.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { trainee } from '../fixtures/roster.ts';
import { Assessment, Course, MODULES, QUESTIONS, TrainingImport, WayIn } from '../pages/learning.ts';
import { arrive, expectNotFound, expectRefused, fact, path, problems, visit } from '../pages/page.ts';

test('from a link to the passed assessment', { tag: '@main' }, async ({ actors }) => {
  const who = await trainee(actors);
  const page = await actors.visitor();
  const [wayIn, course, assessment] = [new WayIn(page), new Course(page), new Assessment(page)];
  await wayIn.enter(who);
  await expect(fact(page, 'Portal training completed')).toHaveText('Missing');

  // The assessment waits for the course.
  await visit(page, '/learning/assessment');
  await arrive(page, 'Assessment');
  await expect(assessment.start).toHaveCount(0);
  await page.getByRole('link', { name: 'Go on with the training', exact: true }).click();
  await course.at(1);
  await course.next.click();
  await course.at(2);
  await course.next.click();
  await course.at(3);
  await course.back.click();

  // Later, where it was left.
  await arrive(page, 'Learning Center');
  await page.getByRole('link', { name: 'Resume', exact: true }).click();
  await course.readFrom(3);

  await assessment.start.click();
  await expect(assessment.questions).toHaveCount(QUESTIONS);
  await assessment.answer(0, true);
  await assessment.answer(1, false);
  await assessment.handIn.click();
  await expect(problems(page).getByRole('link')).toHaveCount(QUESTIONS - 2);
  await expect(problems(page)).toContainText(say('learning.answer_missing', { n: 3 }));
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(2);

  // 65 % does not pass, and says what to read again.
  await assessment.take(13);
  await arrive(page, 'You did not pass this time');
  await expect(page.locator('main')).toContainText('13 of 20 (65%)');
  await expect(page.getByRole('heading', { name: 'Read again', exact: true })).toBeVisible();
  await expect(page.getByText('Right answer:')).toHaveCount(0);
  await page.getByRole('link', { name: 'Take the assessment again', exact: true }).click();

  // 70 % does.
  await arrive(page, 'Assessment');
  await assessment.start.click();
  await assessment.take(14);
  await arrive(page, 'You passed the assessment');
  await expect(page.locator('main')).toContainText('14 of 20 (70%)');
  await expect(page.getByText('Right answer:')).toHaveCount(6);
  await course.back.first().click();
  await arrive(page, 'Learning Center');
  await expect(fact(page, 'Portal training completed')).toHaveText('Done');
  await expect(fact(page, 'Assessment passed')).toHaveText('Done');
  const results = page.getByRole('table', { name: 'Your assessments' }).getByRole('row');
  await expect(results).toHaveCount(3);
  await expect(results.nth(1)).toContainText('Passed');
});

test('a link opens once, and says what to do when it does not', async ({ actors }) => {
  const who = await trainee(actors);
  const page = await actors.visitor();
  const wayIn = new WayIn(page);
  await wayIn.ask(who.trainingId, who.email);
  const link = await wayIn.link(who);
  await visit(page, link);
  await arrive(page, 'Start learning');
  await page.getByRole('button', { name: 'Start learning', exact: true }).dblclick();
  await arrive(page, 'Learning Center');
  await expect(page.getByRole('heading', { name: 'Where you stand', exact: true })).toBeVisible();

  const other = await actors.visitor();
  await visit(other, link);
  await arrive(other, 'This link does not work any more');
  await expect(other.locator('main')).toContainText(say('learning.enter_used'));
  await other.getByRole('link', { name: 'Ask for a new link', exact: true }).click();
  await arrive(other, 'Learning Center');
  await expect(new WayIn(other).button).toBeVisible();
});

test('the answer is the same for whom nobody knows', async ({ page }) => {
  const wayIn = new WayIn(page);
  await wayIn.ask('T-NOBODY', 'nobody@example.test');
  await expect(page.locator('main')).toContainText(say('learning.sent_text'));
  await wayIn.open();
  await wayIn.button.click();
  await expectRefused(page, wayIn.trainingId, say('learning.training_id_missing'));
  await wayIn.trainingId.fill('T-NOBODY');
  await wayIn.email.fill('nobody');
  await wayIn.button.click();
  await expectRefused(page, wayIn.email, say('create_account.email_wrong'));
  await expect(wayIn.trainingId).toHaveValue('T-NOBODY');
});

test('visitors are led to the way in, assisters learn with their account', async ({ actors, page }) => {
  for (const address of ['/learning/course/1', '/learning/assessment']) {
    await visit(page, address);
    await arrive(page, 'Learning Center');
    expect(path(page)).toBe('/learning');
  }
  const navigator = await actors.demo(demo.navigator2);
  await visit(navigator, '/learning');
  await arrive(navigator, 'Learning Center');
  await expect(navigator.getByRole('table', { name: 'Training course' }).getByRole('row')).toHaveCount(MODULES + 1);
  await expectNotFound(navigator, '/learning/assessment/result/01900000-0000-7000-8000-000000000000');
  await expectNotFound(navigator, `/learning/course/${MODULES + 1}`);
});

test('staff bring in trainings from another learning system', { tag: '@main' }, async ({ actors }) => {
  const who = await trainee(actors);
  const page = await actors.demo(demo.arc);
  const form = new TrainingImport(page);
  await form.open();
  await form.upload('Training ID,score');
  await expectRefused(page, form.file, say('learning.import_columns_wrong'));
  await form.preview([`${who.trainingId},1/5/2026,70`, 'T-NOBODY,1/5/2026,90']);
  await expect(form.row(who.trainingId)).toContainText(say('learning.import_both'));
  await expect(form.row('T-NOBODY')).toContainText(say('learning.import_unknown'));
  await form.button.click();
  await expect(page.locator('main')).toContainText(say('learning.import_done'));
  await expect(form.row(who.trainingId)).toContainText(`Recorded: ${say('learning.import_both')}`);
  await expect(form.button).toHaveCount(0);
  const [download] = await Promise.all([page.waitForEvent('download'), form.refusedLines.click()]);
  expect(download.suggestedFilename()).toBe('training-refused.csv');
  await form.open();
  await form.preview([`${who.trainingId},1/5/2026,70`]);
  await expect(form.row(who.trainingId)).toContainText(say('learning.import_nothing'));
  await expect(form.button).toHaveCount(0);

  const learner = await actors.visitor();
  await new WayIn(learner).enter(who);
  await expect(fact(learner, 'Portal training completed')).toHaveText('Done');
  await expect(fact(learner, 'Assessment passed')).toHaveText('Done');
});
