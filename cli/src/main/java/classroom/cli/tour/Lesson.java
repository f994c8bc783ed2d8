package classroom.cli.tour;

/** One lesson of the tour. */
interface Lesson {
    /** What it is about, in a few words. */
    String title();

    /**
     * Goes through its steps.
     *
     * @throws StepFailed at the first step that answers otherwise than the lesson says
     */
    void teach(Walk walk);
}
