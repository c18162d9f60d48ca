//! The folder of an export: written beside its place, and put there whole.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::ExportError;

/// Why a folder cannot take an export.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something in it, or it is a file.
    #[error("{} is there already and is not an empty folder: name a new one, since an export overwrites nothing", path.display())]
    Taken {
        /// The folder.
        path: PathBuf,
    },
    /// It has no name of its own, such as `/` or `..`.
    #[error("{} cannot be the folder of an export: name a new one", path.display())]
    Nameless {
        /// The folder.
        path: PathBuf,
    },
    /// It cannot be made.
    #[error("the folder {} cannot be made ({why}): check that the one it is to be in exists and may be written", path.display())]
    Unmade {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
}

/// An export that is being written. Dropped before [`Folder::finish`], it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Folder {
    /// Where it is to be.
    place: PathBuf,
    /// Where it is being written.
    beside: PathBuf,
    finished: bool,
}

/// Says whether an export can go to this folder.
pub(super) fn check(place: &Path) -> Result<(), FolderError> {
    if place.file_name().is_none() {
        return Err(FolderError::Nameless {
            path: place.to_owned(),
        });
    }
    let free = match fs::symlink_metadata(place) {
        Ok(there) => {
            there.is_dir() && fs::read_dir(place).is_ok_and(|mut inside| inside.next().is_none())
        }
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if free {
        Ok(())
    } else {
        Err(FolderError::Taken {
            path: place.to_owned(),
        })
    }
}

impl Folder {
    /// Makes the folder beside its place. Nobody but its owner may look into it: it holds what people wrote to each other.
    pub(super) fn begin(place: &Path) -> Result<Self, FolderError> {
        check(place)?;
        let mut name = OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        // Another each time: in a container every process may have the same id, and one that was killed left its folder there.
        name.push(format!(".{:08x}.unfinished", rand::random::<u32>()));
        let beside = place.with_file_name(name);
        let mut folder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&beside).map_err(|why| FolderError::Unmade {
            path: place.to_owned(),
            why,
        })?;
        Ok(Self {
            place: place.to_owned(),
            beside,
            finished: false,
        })
    }

    /// A new file in it.
    pub(super) fn file(&self, name: &str) -> Result<BufWriter<File>, ExportError> {
        let mut file = OpenOptions::new();
        file.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
        file.open(self.beside.join(name))
            .map(BufWriter::new)
            .map_err(|why| self.unwritten(name, why))
    }

    /// Writes a whole file.
    pub(super) fn write(&self, name: &str, content: &[u8]) -> Result<(), ExportError> {
        let mut file = self.file(name)?;
        file.write_all(content)
            .and_then(|()| settle(file))
            .map_err(|why| self.unwritten(name, why))
    }

    /// Why one of its files is not there.
    pub(super) fn unwritten(&self, name: &str, why: io::Error) -> ExportError {
        ExportError::Unwritten {
            path: self.place.join(name),
            why,
        }
    }

    /// Puts it to its place.
    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        // An empty folder that is there already makes way. Whoever puts something into it at this very moment is not overwritten.
        if self.place.is_dir() {
            fs::remove_dir(&self.place).map_err(|_| FolderError::Taken {
                path: self.place.clone(),
            })?;
        }
        fs::rename(&self.beside, &self.place).map_err(|why| FolderError::Unmade {
            path: self.place.clone(),
            why,
        })?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.finished {
            // Where even that fails, its name says what it is.
            let _ = fs::remove_dir_all(&self.beside);
        }
    }
}

/// Has everything that was written be on the disk.
pub(super) fn settle(file: BufWriter<File>) -> io::Result<()> {
    let file = file
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn it_takes_its_place_whole_and_is_private() {
        let around = tempfile::tempdir().unwrap();
        for (name, there) in [("new", false), ("empty", true)] {
            let place = around.path().join(name);
            if there {
                fs::create_dir(&place).unwrap();
            }
            let folder = Folder::begin(&place).unwrap();
            folder.write("a.csv", b"a\r\n").unwrap();
            assert_eq!(place.exists(), there);
            folder.finish().unwrap();
            assert_eq!(names(&place), ["a.csv"]);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
                assert_eq!(mode(&place), 0o700);
                assert_eq!(mode(&place.join("a.csv")), 0o600);
            }
        }
        assert_eq!(names(around.path()), ["empty", "new"]);
    }

    #[test]
    fn what_is_broken_off_leaves_nothing() {
        let around = tempfile::tempdir().unwrap();
        let folder = Folder::begin(&around.path().join("out")).unwrap();
        folder.write("a.csv", b"a\r\n").unwrap();
        assert_eq!(names(around.path()).len(), 1);
        drop(folder);
        assert_eq!(names(around.path()), Vec::<String>::new());
    }

    #[test]
    fn nothing_is_overwritten() {
        let around = tempfile::tempdir().unwrap();
        let place = around.path().join("out");
        fs::create_dir(&place).unwrap();
        let folder = Folder::begin(&place).unwrap();
        fs::write(place.join("diary.txt"), "Dear diary").unwrap();
        let refused = folder.finish().unwrap_err().to_string();
        assert!(refused.contains("is not an empty folder"), "{refused}");
        assert_eq!(names(around.path()), ["out"]);
        assert_eq!(names(&place), ["diary.txt"]);
        for taken in [&place, &place.join("diary.txt")] {
            assert!(matches!(check(taken), Err(FolderError::Taken { .. })));
        }
        for nameless in ["/", "..", "out/.."] {
            let nameless = check(Path::new(nameless));
            assert!(matches!(nameless, Err(FolderError::Nameless { .. })));
        }
        let nowhere = Folder::begin(&around.path().join("no/where"));
        assert!(matches!(nowhere, Err(FolderError::Unmade { .. })));
    }
}
