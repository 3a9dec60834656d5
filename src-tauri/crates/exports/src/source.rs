//! Opening a file: what kind of container it is, told from its first bytes, and how far it is read.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::Path;
use std::rc::Rc;

use engine::AppResult;
use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::line::{damaged, refused};

/// What a file is on the outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Csv,
    Gzip,
    Zip,
    Parquet,
}

impl Container {
    /// Looks at a file's first bytes. Refuses an empty file and what is no text.
    pub fn of(path: &Path) -> AppResult<Self> {
        let mut file = File::open(path).map_err(|error| unreadable(path, error))?;
        let mut head = [0; 512];
        let mut length = 0;
        loop {
            let read = file
                .read(&mut head[length..])
                .map_err(|error| unreadable(path, error))?;
            length += read;
            if read == 0 || length == head.len() {
                break;
            }
        }
        match &head[..length] {
            [] => Err(refused(path, "empty-file", "is empty: it has 0 bytes")
                .hint("The export was not written yet, or the download broke off.")),
            [0x1f, 0x8b, ..] => Ok(Self::Gzip),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Ok(Self::Zip),
            [b'P', b'A', b'R', b'1', ..] => Ok(Self::Parquet),
            head if head.contains(&0) => Err(refused(
                path,
                "unknown-format",
                "is neither CSV, CSV.gz, zip nor Parquet",
            )
            .hint(FORMATS)),
            _ => Ok(Self::Csv),
        }
    }
}

pub(crate) const FORMATS: &str =
    "Exports in FOCUS 1.0, 1.1 or 1.2 and CUR are read, as CSV, CSV.gz, zip or Parquet.";

/// A file that the system does not let be read.
pub(crate) fn unreadable(path: &Path, error: io::Error) -> engine::AppError {
    refused(path, "unreadable-file", &format!("cannot be read: {error}"))
        .hint("Check that the file is there and that you may read it.")
        .because(error)
}

/// Bytes of a file that were taken from disk so far.
pub(crate) type Taken = Rc<Cell<u64>>;

/// Counts what is read.
pub(crate) struct Counted<R> {
    inner: R,
    taken: Taken,
}

impl<R> Counted<R> {
    pub fn new(inner: R) -> (Self, Taken) {
        let taken = Taken::default();
        let counted = Self {
            inner,
            taken: taken.clone(),
        };
        (counted, taken)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.set(self.taken.get() + read as u64);
        Ok(read)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// A gzip file of one member or many, as text.
pub(crate) fn inflated<R: Read>(reader: R) -> MultiGzDecoder<BufReader<R>> {
    MultiGzDecoder::new(BufReader::with_capacity(1 << 16, reader))
}

/// Opens a file to be read from its start.
pub(crate) fn open(path: &Path) -> AppResult<(Counted<File>, Taken)> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    Ok(Counted::new(file))
}

/// Opens a zip.
pub(crate) fn archive<R: Read + Seek>(
    path: &Path,
    reader: R,
) -> AppResult<ZipArchive<BufReader<R>>> {
    ZipArchive::new(BufReader::new(reader)).map_err(|error| damaged(path, error))
}

/// Members of a zip that are data: CSV, gzipped or not, and Parquet. What describes an export, and what an operating
/// system added, is left out.
pub(crate) fn members(path: &Path) -> AppResult<Vec<(usize, String)>> {
    let archive = archive(path, open(path)?.0)?;
    let names: Vec<(usize, String)> = (0..archive.len())
        .filter_map(|at| Some((at, archive.name_for_index(at)?)))
        .map(|(at, name)| Ok((at, name?.into_owned())))
        .collect::<Result<_, ZipError>>()
        .map_err(|error| damaged(path, error))?;
    Ok(names
        .into_iter()
        .filter(|(_, name)| is_data(name))
        .collect())
}

/// Whether a member's name is that of data.
fn is_data(name: &str) -> bool {
    let last = name
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let data = last.ends_with(".csv")
        || last.ends_with(".gz")
        || last.ends_with(".parquet")
        || !last.contains('.');
    data && !last.is_empty() && !name.starts_with("__MACOSX/") && !last.starts_with('.')
}

/// A zip's member, told from its first bytes.
pub(crate) enum Member<R: Read> {
    Csv(BufReader<R>),
    Gzip(BufReader<R>),
    /// Laid down in a file without a name, because Parquet is read from its end.
    Parquet(File),
}

impl<R: Read> Member<R> {
    pub fn of(path: &Path, member: R) -> AppResult<Self> {
        let mut member = BufReader::with_capacity(1 << 16, member);
        let head = member.fill_buf().map_err(|error| damaged(path, error))?;
        if head.starts_with(&[0x1f, 0x8b]) {
            return Ok(Self::Gzip(member));
        }
        if !head.starts_with(b"PAR1") {
            return Ok(Self::Csv(member));
        }
        let mut file = tempfile::tempfile().map_err(|error| no_room(path, error))?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = member
                .read(&mut buffer)
                .map_err(|error| damaged(path, error))?;
            if read == 0 {
                return Ok(Self::Parquet(file));
            }
            file.write_all(&buffer[..read])
                .map_err(|error| no_room(path, error))?;
        }
    }
}

/// A zip's Parquet that cannot be unpacked.
fn no_room(path: &Path, error: io::Error) -> engine::AppError {
    refused(path, "no-room", &format!("cannot be unpacked: {error}"))
        .hint("Make room in the folder for temporary files, or unpack the zip and import what is in it.")
        .because(error)
}
