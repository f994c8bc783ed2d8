package classroom.cloud.cloudformation.engine;

/**
 * What CloudFormation refuses of a resource's properties.
 *
 * @param place where it is, as {@code #/KeySchema/0}
 * @param words what is wrong, as the events of a failed resource say it
 * @param early the same as the validation of a change set says it, before anything is made
 */
public record InvalidProperty(String place, String words, String early) {
    /** One that both say in the same words. */
    InvalidProperty(String place, String words) {
        this(place, words, words);
    }

    static InvalidProperty missing(String place, String name) {
        return new InvalidProperty(
                place, "required key [" + name + "] not found", "Required property [" + name + "] not found");
    }

    static InvalidProperty unknown(String place, String name) {
        return new InvalidProperty(
                place, "extraneous key [" + name + "] is not permitted", "Unsupported property [" + name + "]");
    }

    /** Where in a template it is. */
    public String path(String logicalId) {
        return "/Resources/" + logicalId + "/Properties" + place.substring(1);
    }

    @Override
    public String toString() {
        return place + ": " + words;
    }
}
