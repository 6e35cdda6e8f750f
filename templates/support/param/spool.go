package param

import (
	"bytes"
	"io"
	"mime/multipart"
	"os"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Spool keeps the files of one multipart body until the request is answered.
type Spool struct {
	MaxPart int64 // bytes of one part
	Memory  int64 // bytes of a file that stay in memory; what is larger goes to a temporary file
	paths   []string
}

// Close removes the temporary files.
func (s *Spool) Close() {
	for _, path := range s.paths {
		os.Remove(path)
	}
	s.paths = nil
}

// text reads a part that is no file.
func (s *Spool) text(p *multipart.Part) (text string, tooLarge bool, err error) {
	raw, err := io.ReadAll(io.LimitReader(p, s.MaxPart+1))
	if int64(len(raw)) > s.MaxPart {
		return "", true, err
	}
	return string(raw), false, err
}

func (s *Spool) file(p *multipart.Part) (f *wire.File, tooLarge bool, err error) {
	f = &wire.File{Name: p.FileName(), ContentType: p.Header.Get("Content-Type")}
	head, err := io.ReadAll(io.LimitReader(p, min(s.Memory, s.MaxPart)+1))
	f.Size = int64(len(head))
	switch {
	case err != nil:
		return f, false, err
	case f.Size > s.MaxPart:
		return f, true, nil
	case f.Size > s.Memory:
		err = s.spill(f, head, p)
		return f, f.Size > s.MaxPart, err
	}
	f.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(head)), nil }
	return f, false, nil
}

// spill writes a file that is too large for the memory to the disk.
func (s *Spool) spill(f *wire.File, head []byte, rest io.Reader) error {
	disk, err := os.CreateTemp("", "upload-")
	if err != nil {
		return err
	}
	s.paths = append(s.paths, disk.Name())
	path := disk.Name()
	f.Open = func() (io.ReadCloser, error) { return os.Open(path) }
	_, err = disk.Write(head)
	if err == nil {
		var more int64
		more, err = io.Copy(disk, io.LimitReader(rest, s.MaxPart+1-f.Size))
		f.Size += more
	}
	if closing := disk.Close(); err == nil {
		err = closing
	}
	return err
}
