package classroom.cli.tour;

/** A function: an event goes in, an answer comes out. */
final class HelloLesson implements Lesson {
    @Override
    public String title() {
        return "A function: an event in, an answer out";
    }

    @Override
    public void teach(Walk walk) {
        walk.step("Say hello");
        walk.invoke("hello", "{nome: 'Ana', sobrenome: 'Souza'}").expect(200).expect("", "'Oi Ana Souza'");

        walk.step("Say hello without a surname");
        walk.invoke("hello", "{nome: 'Ana'}")
                .expect(400)
                .expect("/error", "'BadRequest'")
                .expect("/field", "'sobrenome'");
        walk.note("A bad event is answered, not thrown: the answer names the field.");
    }
}
