// Accessible in every state: what a learner sees.

import { say } from '../../fixtures/catalog.ts';
import { demo } from '../../fixtures/people.ts';
import { audit } from '../../fixtures/looks.ts';
import { trainee } from '../../fixtures/roster.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Assessment, Course, TrainingImport, WayIn } from '../../pages/learning.ts';
import { arrive, problems, visit } from '../../pages/page.ts';

test('the way into the Learning Center', async ({ actors }) => {
  const who = await trainee(actors);
  const page = await actors.visitor();
  const wayIn = new WayIn(page);
  await wayIn.open();
  await audit(page, 'learning, empty');
  await wayIn.button.click();
  await expect(problems(page)).toContainText(say('learning.training_id_missing'));
  await audit(page, 'learning, refused');
  await wayIn.ask(who.trainingId, who.email);
  await audit(page, 'learning, sent');
  await visit(page, await wayIn.link(who));
  await audit(page, 'learning, the link');
  await visit(page, '/learning/enter/0');
  await audit(page, 'learning, a link that does not open');
});

test('the course and the assessment', async ({ actors }) => {
  test.setTimeout(240_000);
  const who = await trainee(actors);
  const page = await actors.visitor();
  const [course, assessment] = [new Course(page), new Assessment(page)];
  await new WayIn(page).enter(who);
  await audit(page, 'learning, nothing done');
  await visit(page, '/learning/assessment');
  await audit(page, 'assessment, before the course');
  await visit(page, '/learning/course/1');
  await audit(page, 'a module');
  await course.readFrom(1);
  await audit(page, 'assessment, not begun');
  await assessment.start.click();
  await assessment.handIn.click();
  await expect(problems(page)).toBeVisible();
  await audit(page, 'assessment, nothing answered');
  await assessment.take(13);
  await arrive(page, 'You did not pass this time');
  await audit(page, 'assessment, not passed');
  await visit(page, '/learning/assessment');
  await assessment.start.click();
  await assessment.take(14);
  await arrive(page, 'You passed the assessment');
  await audit(page, 'assessment, passed');
  await visit(page, '/learning');
  await audit(page, 'learning, everything done');
});

test('the import of trainings', async ({ actors }) => {
  const page = await actors.demo(demo.arc);
  const form = new TrainingImport(page);
  await form.open();
  await audit(page, 'training import, empty');
  await form.upload('no file of trainings');
  await expect(problems(page)).toBeVisible();
  await audit(page, 'training import, refused');
  await form.preview([`${(await trainee(actors)).trainingId},1/5/2026,70`, 'T-NOBODY,1/5/2026,90']);
  await audit(page, 'training import, preview');
  await form.button.click();
  await expect(page.locator('main')).toContainText(say('learning.import_done'));
  await audit(page, 'training import, result');
});
