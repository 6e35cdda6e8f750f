package openapi

import (
	"context"
	"fmt"
	"sync"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/openapi/tree"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// files are the parsed files of all roots: what several contracts share is parsed once.
type files struct {
	ctx    context.Context
	config Config
	mu     sync.Mutex
	parsed map[string]*parsed // by tree path or URL
}

// parsed is one file, or the reason why there is none.
type parsed struct {
	once     sync.Once
	doc      *tree.Document
	findings []report.Finding
	err      error
}

// get parses the file at a tree path, or at a URL if it is remote.
func (f *files) get(path string, remote bool) *parsed {
	f.mu.Lock()
	p := f.parsed[path]
	if p == nil {
		p = &parsed{}
		f.parsed[path] = p
	}
	f.mu.Unlock()
	p.once.Do(func() { f.parse(p, path, remote) })
	return p
}

func (f *files) parse(p *parsed, path string, remote bool) {
	file, err := f.read(path, remote)
	if err != nil {
		p.err = err
		return
	}
	p.doc, p.findings = tree.Parse(file)
}

func (f *files) read(path string, remote bool) (*source.File, error) {
	if !remote {
		return f.config.Tree.File(path)
	}
	content, err := f.config.Remote(f.ctx, path)
	if err != nil {
		return nil, fmt.Errorf("fetching it failed: %w", err)
	}
	return source.NewFile(path, content), nil
}
