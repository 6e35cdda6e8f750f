package workspace

import (
	"archive/tar"
	"archive/zip"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// bounded counts what is unpacked and stops at the bound, or when the context has ended.
type bounded struct {
	ctx     context.Context
	archive *archive
	from    io.Reader
}

func (b bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.from.Read(p)
	if over := b.archive.spend(n); over != nil {
		return 0, over
	}
	return n, err
}

func plain(from io.Reader) (io.Reader, error)  { return from, nil }
func gunzip(from io.Reader) (io.Reader, error) { return gzip.NewReader(from) }
func bunzip(from io.Reader) (io.Reader, error) { return bzip2.NewReader(from), nil }

// untar returns what reads a tar archive that is compressed in some way.
func untar(expand func(io.Reader) (io.Reader, error)) func(context.Context, *archive, string) error {
	return func(ctx context.Context, a *archive, name string) error {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		content, err := expand(file)
		if err != nil {
			return fmt.Errorf("is no archive of the kind that its name says: %w", err)
		}
		entries := tar.NewReader(bounded{ctx, a, content})
		for {
			header, err := entries.Next()
			if err == io.EOF {
				return a.notEmpty()
			}
			if err != nil {
				return fmt.Errorf("is damaged: %w", err)
			}
			if err := a.tarEntry(header, entries); err != nil {
				return err
			}
		}
	}
}

func (a *archive) tarEntry(header *tar.Header, content io.Reader) error {
	mode := header.FileInfo().Mode()
	switch header.Typeflag {
	case tar.TypeXGlobalHeader: // the commit, as git archive writes it
		return nil
	case tar.TypeLink: // to another entry; FileInfo takes it for a file
		mode |= fs.ModeIrregular
	}
	return a.entry(header.Name, mode, content)
}

// notEmpty is the error for an archive without any entry: a file of zeros is a tar archive too.
func (a *archive) notEmpty() error {
	if a.entries == 0 {
		return errors.New("is an archive without files")
	}
	return nil
}

func unzip(ctx context.Context, a *archive, name string) error {
	file, err := zip.OpenReader(name)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return fmt.Errorf("is no zip archive: %w", err)
	}
	defer file.Close()
	for _, f := range file.File {
		if err := a.zipEntry(ctx, f); err != nil {
			return err
		}
	}
	return a.notEmpty()
}

func (a *archive) zipEntry(ctx context.Context, f *zip.File) error {
	const encrypted = 1
	if mode := f.Mode(); mode.IsDir() || odd(mode) != "" || !mayMatter(f.Name) {
		return a.entry(f.Name, mode, eof{})
	}
	if f.Flags&encrypted != 0 {
		return fmt.Errorf("%s in it is encrypted: unpack it and name the folder", f.Name)
	}
	content, err := f.Open()
	if err != nil {
		return fmt.Errorf("%s in it cannot be read: %w", f.Name, err)
	}
	defer content.Close()
	return a.entry(f.Name, f.Mode(), bounded{ctx, a, content})
}

// eof is a file without content.
type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }
