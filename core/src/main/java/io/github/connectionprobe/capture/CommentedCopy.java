package io.github.connectionprobe.capture;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Makes the file that people open of the spool: the same packets, with comments. */
final class CommentedCopy {

  private final Path spool;
  private final long size;

  CommentedCopy(Path spool, long size) {
    this.spool = spool;
    this.size = size;
  }

  /** Writes a complete file or, where that fails, none. */
  void write(Path target, String about, Comments comments) throws IOException {
    Map<Long, String> found = find(comments);
    Path absolute = target.toAbsolutePath();
    Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".tmp");
    try {
      try (OutputStream out =
          new BufferedOutputStream(new FileOutputStream(unfinished.toFile()), 1 << 16)) {
        copy(out, about, found);
      }
      Files.move(unfinished, absolute, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private Map<Long, String> find(Comments comments) throws IOException {
    try (BlockReader blocks = new BlockReader(spool, size)) {
      long index = 0;
      for (byte[] block = blocks.next(); block != null; block = blocks.next()) {
        PacketBlock packet = PacketBlock.of(block);
        if (packet != null) {
          comments.packet(index, packet);
        }
        index++;
      }
    }
    return comments.finish();
  }

  private void copy(OutputStream out, String about, Map<Long, String> comments) throws IOException {
    try (BlockReader blocks = new BlockReader(spool, size)) {
      long index = 0;
      for (byte[] block = blocks.next(); block != null; block = blocks.next()) {
        String comment = comments.get(index);
        if (index == 0) {
          out.write(Blocks.section(about));
        } else {
          out.write(comment == null ? block : Blocks.commented(block, comment));
        }
        index++;
      }
    }
  }
}
