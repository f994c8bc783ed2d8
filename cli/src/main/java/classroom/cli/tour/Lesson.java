package classroom.cli.tour;

/** One lesson of the tour. */
interface Lesson {
    /** Its subject, in a few words. */
    String title();

    /**
     * Goes through its steps.
     *
     * @throws StepFailed at the first step with another answer than the lesson says
     */
    void teach(Walk walk);
}
