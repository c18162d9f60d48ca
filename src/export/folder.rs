//! The folder of an export: written out of sight, and put to its place whole.

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
    /// Where it is being written: beside its place, or in it.
    unfinished: PathBuf,
    /// Whether it is written in its place, which is an empty folder that stays. It may be a disk of its own or a container's volume, which can
    /// neither be removed nor be replaced by what is beside it.
    stays: bool,
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
    /// Makes the folder beside its place, or in it where there is one already. Nobody but its owner may look into it: it holds what
    /// people wrote to each other.
    pub(super) fn begin(place: &Path) -> Result<Self, FolderError> {
        check(place)?;
        let mut name = OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        // Another each time: in a container every process may have the same id, and one that was killed left its folder there.
        name.push(format!(".{:08x}.unfinished", rand::random::<u32>()));
        let stays = place.is_dir();
        let unfinished = if stays {
            place.join(name)
        } else {
            place.with_file_name(name)
        };
        let mut folder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder
            .create(&unfinished)
            .map_err(|why| FolderError::Unmade {
                path: place.to_owned(),
                why,
            })?;
        Ok(Self {
            place: place.to_owned(),
            unfinished,
            stays,
            finished: false,
        })
    }

    /// A new file in it.
    pub(super) fn file(&self, name: &str) -> Result<BufWriter<File>, ExportError> {
        let mut file = OpenOptions::new();
        file.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
        file.open(self.unfinished.join(name))
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
        if self.stays {
            self.move_up()?;
        } else {
            // Whoever made a folder there meanwhile, and put something into it, is not overwritten.
            check(&self.place)?;
            fs::rename(&self.unfinished, &self.place).map_err(|why| FolderError::Unmade {
                path: self.place.clone(),
                why,
            })?;
        }
        self.finished = true;
        Ok(())
    }

    /// Moves the files out of the folder in their place, all of them or none, and removes it.
    fn move_up(&self) -> Result<(), ExportError> {
        let unlisted = |why| self.unwritten("", why);
        let names = |folder: &Path| -> io::Result<Vec<OsString>> {
            fs::read_dir(folder)?
                .map(|entry| entry.map(|entry| entry.file_name()))
                .collect()
        };
        if names(&self.place).map_err(unlisted)?.len() > 1 {
            return Err(FolderError::Taken {
                path: self.place.clone(),
            }
            .into());
        }
        let files = names(&self.unfinished).map_err(unlisted)?;
        for (number, file) in files.iter().enumerate() {
            if let Err(why) = fs::rename(self.unfinished.join(file), self.place.join(file)) {
                for moved in &files[..number] {
                    // Where even that fails there is nothing left to try.
                    let _ = fs::remove_file(self.place.join(moved));
                }
                return Err(self.unwritten(&file.to_string_lossy(), why));
            }
        }
        fs::remove_dir(&self.unfinished).map_err(unlisted)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.finished {
            // Where even that fails, its name says what it is.
            let _ = fs::remove_dir_all(&self.unfinished);
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
            folder.write("a.json", b"[]").unwrap();
            assert_eq!(place.exists(), there);
            assert!(!place.join("a.csv").exists());
            folder.finish().unwrap();
            assert_eq!(names(&place), ["a.csv", "a.json"]);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
                assert!(there || mode(&place) == 0o700);
                assert_eq!(mode(&place.join("a.csv")), 0o600);
            }
        }
        assert_eq!(names(around.path()), ["empty", "new"]);
    }

    /// A folder that is there already may be a disk, which can be written to and neither be moved nor removed: it is the same one
    /// afterwards, and nothing was ever beside it.
    #[cfg(unix)]
    #[test]
    fn an_empty_folder_stays_the_one_it_was() {
        use std::os::unix::fs::MetadataExt as _;
        let around = tempfile::tempdir().unwrap();
        let place = around.path().join("disk");
        fs::create_dir(&place).unwrap();
        let number = || fs::metadata(&place).unwrap().ino();
        let before = number();
        let folder = Folder::begin(&place).unwrap();
        folder.write("a.csv", b"a\r\n").unwrap();
        assert_eq!(names(around.path()), ["disk"]);
        folder.finish().unwrap();
        assert_eq!(number(), before);
        assert_eq!(names(&place), ["a.csv"]);
        // What is broken off leaves it empty.
        fs::remove_file(place.join("a.csv")).unwrap();
        let folder = Folder::begin(&place).unwrap();
        folder.write("a.csv", b"a\r\n").unwrap();
        drop(folder);
        assert_eq!(names(&place), Vec::<String>::new());
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
