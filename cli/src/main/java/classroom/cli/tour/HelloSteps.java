package classroom.cli.tour;

import classroom.template.language.Texts;

/** A function: an event goes in, an answer comes out. */
final class HelloSteps {
    private HelloSteps() {}

    static void teach(Walk walk) {
        walk.step(Texts.of("Say hello"));
        walk.invoke("hello", "{nome: 'Ana', sobrenome: 'Souza'}").expect(200).expect("", "'Oi Ana Souza'");
        walk.note(Texts.of("An event goes in, an answer comes out, both in JSON."));

        walk.step(Texts.of("Say hello without a surname"));
        walk.invoke("hello", "{nome: 'Ana'}")
                .expect(400)
                .expect("/error", "'BadRequest'")
                .expect("/field", "'sobrenome'");
        walk.note(Texts.of("A bad event is answered, not thrown: the answer names the field."));
    }
}
