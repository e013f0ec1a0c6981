package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"
)

// A file, a folder or a text, and where it goes. Relative paths on the machine start at the home of the user.
type copying struct {
	Source      string
	Text        *string
	Destination string
}

func (c copying) run(asked request) error {
	client, err := dial(asked)
	if err != nil {
		return err
	}
	defer client.Close()
	files, err := sftp.NewClient(client, sftp.UseConcurrentWrites(true))
	if err != nil {
		return err
	}
	defer files.Close()
	to := machine{files}
	if c.Text != nil {
		return to.text(*c.Text, c.Destination)
	}
	from, err := os.Stat(c.Source)
	if err != nil {
		// The real provider opens it first, so the error names that.
		return fmt.Errorf("open %s: %w", c.Source, errors.Unwrap(err))
	}
	if from.IsDir() {
		return to.folder(c.Source, c.Destination)
	}
	return to.file(c.Source, c.Destination)
}

// The files of the machine.
type machine struct{ *sftp.Client }

// What is at a path; nothing is no error.
func (m machine) at(name string) (fs.FileInfo, error) {
	found, err := m.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("failed to stat remote path %s: %w", name, err)
	}
	return found, nil
}

func (m machine) text(content, destination string) error {
	before, err := m.at(destination)
	if err != nil {
		return err
	}
	if before != nil && before.IsDir() {
		return fmt.Errorf("remote path %s is a directory; when using a text asset, remotePath must be a file path", destination)
	}
	if err := m.parents(destination); err != nil {
		return err
	}
	return m.write(strings.NewReader(content), "text content", destination)
}

// A file goes into a folder that is there, and otherwise becomes the destination.
func (m machine) file(source, destination string) error {
	before, err := m.at(destination)
	if err != nil {
		return err
	}
	if before == nil {
		if err := m.parents(destination); err != nil {
			return err
		}
	} else if before.IsDir() {
		destination = path.Join(destination, filepath.Base(source))
	}
	return m.contentOf(source, destination)
}

// A folder goes into the destination; if its name ends with a slash, what is in it does. Files of the same name are overwritten, and
// others stay. The destination itself is made with its parents, the folders in it one by one.
func (m machine) folder(source, destination string) error {
	before, err := m.at(destination)
	if err != nil {
		return err
	}
	if before == nil {
		if err := m.MkdirAll(destination); err != nil {
			return fmt.Errorf("failed to create remote directory %s: %w", destination, err)
		}
	}
	if !strings.HasSuffix(source, "/") {
		destination = path.Join(destination, filepath.Base(source))
	}
	return fs.WalkDir(os.DirFS(source), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := path.Join(destination, name)
		if entry.IsDir() {
			return m.single(target)
		}
		return m.contentOf(filepath.Join(source, name), target)
	})
}

func (m machine) single(folder string) error {
	before, err := m.at(folder)
	if err != nil || (before != nil && before.IsDir()) {
		return err
	}
	if before != nil {
		return fmt.Errorf("remote path %s exists but is not a directory", folder)
	}
	if err := m.Mkdir(folder); err != nil {
		return fmt.Errorf("failed to create remote directory %s: %w", folder, err)
	}
	return nil
}

func (m machine) parents(name string) error {
	if err := m.MkdirAll(path.Dir(name)); err != nil {
		return fmt.Errorf("failed to create parent directories for %s: %w", name, err)
	}
	return nil
}

func (m machine) contentOf(source, target string) error {
	local, err := os.Open(source)
	if err != nil {
		return err
	}
	defer local.Close()
	return m.write(local, "file "+source, target)
}

func (m machine) write(content io.Reader, what, target string) error {
	remote, err := m.Create(target)
	if err != nil {
		return fmt.Errorf("failed to create remote file %s: %w", target, err)
	}
	defer remote.Close()
	if _, err := remote.ReadFrom(content); err != nil {
		return fmt.Errorf("failed to copy %s to remote path %s: %w", what, target, err)
	}
	return nil
}
