package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetTest {
    @TempDir
    private Path folder;

    private Path zip(String... names) throws IOException {
        Path file = folder.resolve("asset.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes());
                zip.closeEntry();
            }
        }
        return file;
    }

    private Path unpacked() {
        return folder.resolve("unpacked");
    }

    @Test
    void archiveOfClasses_isUsedUnopened() throws IOException {
        Path file = zip("a/B.class", "library/c.jar");
        assertThat(new Asset(file, unpacked()).classPath()).containsExactly(file);
        assertThat(unpacked()).doesNotExist();
    }

    @Test
    void archiveWithLibraries_isUnpacked_andGivesItsRootAndItsJars() throws IOException {
        Path file = zip("a/B.class", "lib/z.jar", "lib/c.jar", "lib/readme.txt");
        assertThat(new Asset(file, unpacked()).classPath())
                .containsExactly(
                        unpacked(), unpacked().resolve("lib/c.jar"), unpacked().resolve("lib/z.jar"));
        assertThat(unpacked().resolve("a/B.class")).hasContent("a/B.class");
    }

    @Test
    void folder_givesItsRootAndItsJars() throws IOException {
        Path root = Files.createDirectories(folder.resolve("asset/lib")).getParent();
        Files.createFile(root.resolve("lib/a.jar"));
        assertThat(new Asset(root, unpacked()).classPath()).containsExactly(root, root.resolve("lib/a.jar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "lib/../../outside", "/outside"})
    void entryThatLeavesThePackage_isRefused_andNothingIsWrittenOutside(String name) throws IOException {
        Path file = zip("lib/a.jar", name);
        assertThatThrownBy(new Asset(file, unpacked())::classPath)
                .isInstanceOf(AwsError.class)
                .hasMessageContaining(name);
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    /** Zip's attributes of a link are Unix's (PKWARE's APPNOTE 4.4.2 and 4.4.15), which java.util.zip neither writes nor obeys. */
    @Test
    void symbolicLink_isUnpackedAsAFile_andNothingIsWrittenThroughIt() throws IOException {
        Path file = folder.resolve("asset.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : new String[] {"lib/a.jar", "lib/link", "lib/link/outside"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("../..".getBytes());
                zip.closeEntry();
            }
        }
        makeLink(file, "lib/link");

        assertThatThrownBy(new Asset(file, unpacked())::classPath)
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("lib/link/outside is in lib/link, which is a file.");
        assertThat(unpacked().resolve("lib/link")).isRegularFile().hasContent("../..");
        assertThat(Files.isSymbolicLink(unpacked().resolve("lib/link"))).isFalse();
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib/a.jar/", "lib/a.jar/b/c", "lib"})
    void entryWhereAnotherIs_isRefusedByName(String name) throws IOException {
        Path file = zip("lib/a.jar", name);

        assertThatThrownBy(new Asset(file, unpacked())::classPath)
                .isInstanceOf(AwsError.class)
                .hasMessageStartingWith(
                        "Could not unzip uploaded file. Please check your file, then try to upload again. " + name
                                + " is ");
    }

    @Test
    void archiveThatWasCutOff_isRefused() throws IOException {
        Path file = zip("a/B.class", "c.txt");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(new Asset(file, unpacked())::check)
                .isInstanceOf(AwsError.class)
                .hasMessageContaining(file + " is damaged");
    }

    private static void makeLink(Path file, String name) throws IOException {
        ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = 0;
        while (zip.getInt(header) != 0x02014b50 || !name.equals(nameIn(zip, header))) {
            header++;
        }
        zip.put(header + 5, (byte) 3); // made on Unix
        zip.putInt(header + 38, 0120777 << 16);
        Files.write(file, zip.array());
    }

    private static String nameIn(ByteBuffer zip, int centralHeader) {
        return new String(zip.array(), centralHeader + 46, zip.getShort(centralHeader + 28));
    }
}
