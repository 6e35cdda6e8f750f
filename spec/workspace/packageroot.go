package workspace

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// packageRoot returns the folder that the paths in proto imports begin at, if the folder's files
// say so, and else the folder: google/pubsub/v1 with package google.pubsub.v1 begins two folders
// above google/pubsub.
func packageRoot(folder string) string {
	file := firstProto(folder)
	if file == "" {
		return folder
	}
	packagePath := strings.ReplaceAll(declaredPackage(file), ".", "/")
	root, ok := strings.CutSuffix(filepath.ToSlash(filepath.Dir(file)), "/"+packagePath)
	if !ok || packagePath == "" || root == "" {
		return folder
	}
	if _, above := within(filepath.FromSlash(root), folder); !above {
		return folder
	}
	return filepath.FromSlash(root)
}

// firstProto returns a .proto file in or below a folder, or "" where there is none among the first
// thousand files.
func firstProto(folder string) (found string) {
	seen := 0
	filepath.WalkDir(folder, func(at string, entry fs.DirEntry, err error) error {
		switch seen++; {
		case err != nil:
			return fs.SkipDir
		case seen > 1000:
			return fs.SkipAll
		case entry.Type().IsRegular() && isProto(at):
			found = at
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// declaredPackage returns the package of a .proto file, or "" where its first lines name none.
func declaredPackage(file string) string {
	opened, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer opened.Close()
	head, _ := io.ReadAll(io.LimitReader(opened, 64<<10))
	statement := regexp.MustCompile(`(?m)^\s*package\s+([\w.]+)\s*;`).FindSubmatch(head)
	if statement == nil {
		return ""
	}
	return string(statement[1])
}
