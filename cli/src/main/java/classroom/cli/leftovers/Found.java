package classroom.cli.leftovers;

import java.util.List;

/**
 * A resource that is there.
 *
 * @param kind in English words, translated where it is printed
 * @param id as CloudFormation knows it: its name, or a queue's URL
 * @param why it counts as the class's
 * @param removal the commands that take it away, in order
 */
record Found(String kind, String id, String why, List<String> removal) {}
