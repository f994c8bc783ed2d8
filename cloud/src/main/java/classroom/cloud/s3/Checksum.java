package classroom.cloud.s3;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums that S3 keeps with an object (Amazon S3 User Guide, "Checking object integrity"). */
enum Checksum {
    CRC32(() -> of(new CRC32())),
    CRC32C(() -> of(new CRC32C())),
    CRC64NVME(Crc64Nvme::new),
    SHA1(() -> of(Buckets.digest("SHA-1"))),
    SHA256(() -> of(Buckets.digest("SHA-256")));

    private final Supplier<Running> start;

    Checksum(Supplier<Running> start) {
        this.start = start;
    }

    /** A checksum that is being computed. */
    interface Running {
        void update(byte[] bytes, int length);

        byte[] value();
    }

    /** The checksum of that name, in whatever case, such as {@code crc32}. */
    static Optional<Checksum> named(String name) {
        return Stream.of(values()).filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
    }

    /** The header that carries its value, in lower case. */
    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** The element of an XML document that carries its value. */
    String element() {
        return "Checksum" + name();
    }

    /** Whether the checksum of a whole object can be told from those of its parts, which for digests it cannot. */
    boolean isCrc() {
        return name().startsWith("CRC");
    }

    Running start() {
        return start.get();
    }

    /** Its value for these bytes, in Base64 as S3 writes it. */
    String of(byte[] bytes) {
        Running running = start();
        running.update(bytes, bytes.length);
        return Base64.getEncoder().encodeToString(running.value());
    }

    private static Running of(java.util.zip.Checksum crc) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int length) {
                crc.update(bytes, 0, length);
            }

            @Override
            public byte[] value() {
                return bigEndian(crc.getValue(), Integer.BYTES);
            }
        };
    }

    private static Running of(MessageDigest digest) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int length) {
                digest.update(bytes, 0, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    private static byte[] bigEndian(long value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >>> Byte.SIZE * (length - 1 - i));
        }
        return bytes;
    }

    /** CRC-64/NVME, which Java lacks: the NVM Express polynomial, reflected, all ones before and after. */
    private static final class Crc64Nvme implements Running {
        private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
        private static final long[] TABLE = new long[1 << Byte.SIZE];

        static {
            for (int i = 0; i < TABLE.length; i++) {
                long remainder = i;
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    remainder = (remainder & 1) == 0 ? remainder >>> 1 : remainder >>> 1 ^ POLYNOMIAL;
                }
                TABLE[i] = remainder;
            }
        }

        private long inverted = -1;

        @Override
        public void update(byte[] bytes, int length) {
            for (int i = 0; i < length; i++) {
                inverted = TABLE[(int) (inverted ^ bytes[i]) & 0xFF] ^ inverted >>> Byte.SIZE;
            }
        }

        @Override
        public byte[] value() {
            return bigEndian(~inverted, Long.BYTES);
        }
    }
}
