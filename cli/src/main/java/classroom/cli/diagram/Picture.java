package classroom.cli.diagram;

import classroom.template.assembly.CloudAssembly;
import classroom.template.diagram.Architecture;

/** The picture of a cloud assembly: the same bytes for the same templates, whoever draws it. */
public final class Picture {
    private Picture() {}

    /** As SVG. */
    public static String of(CloudAssembly assembly) {
        return new Drawing(Architecture.of(assembly)).svg();
    }
}
