package layout

import (
	"path"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// folder is a place where files of a package lie.
type folder struct {
	path  string
	files []*spec.Document
}

// folders returns where the files of the package lie, in the order of their paths.
func folders(api *spec.API) []*folder {
	var found []*folder
	for _, d := range api.Documents {
		dir := path.Dir(d.File.Path)
		if len(found) == 0 || found[len(found)-1].path != dir {
			found = append(found, &folder{path: dir})
		}
		last := found[len(found)-1]
		last.files = append(last.files, d)
	}
	return joined(found)
}

// joined puts the parts of a folder together between which those of a folder inside of it came.
func joined(parts []*folder) []*folder {
	known := map[string]*folder{}
	var found []*folder
	for _, part := range parts {
		if before := known[part.path]; before != nil {
			before.files = append(before.files, part.files...)
			continue
		}
		known[part.path] = part
		found = append(found, part)
	}
	return found
}

// wanted returns the folder that a package belongs into, seen from the import root.
func wanted(pkg string) string { return strings.ReplaceAll(pkg, ".", "/") }

// fits reports whether a folder can be the package's: all of its folders are at the end of the path,
// or the path, which may begin within the import root, is the end of them.
func (f *folder) fits(pkg string) bool {
	return f.path == "." || f.isNamed(pkg) || strings.HasSuffix("/"+wanted(pkg), "/"+f.path)
}

// isNamed reports whether all folders of the package are at the end of the path.
func (f *folder) isNamed(pkg string) bool { return strings.HasSuffix("/"+f.path, "/"+wanted(pkg)) }

// otherVersion reports whether the folder names another version than the package, of which
// version-mismatch speaks.
func (f *folder) otherVersion(version string) bool {
	if version == "" {
		return false
	}
	named := ""
	for part := range strings.SplitSeq(f.path, "/") {
		if isVersion(part) {
			named = part
		}
	}
	return named != "" && !strings.EqualFold(named, version)
}

// isVersion reports whether a name is one of a version: v1, V2beta1.
func isVersion(name string) bool {
	return len(name) > 1 && (name[0] == 'v' || name[0] == 'V') && '0' <= name[1] && name[1] <= '9'
}
