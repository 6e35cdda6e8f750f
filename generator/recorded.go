package generator

import "slices"

// Recorded returns the folders that runs for a configuration have written to, sorted, so that those
// that it no longer asks for can be emptied. The configuration is named as in Place; target, unless it is "", is theirs too.
func Recorded(root, config, target string) ([]string, error) {
	m, err := manifestOf(root)
	if err != nil {
		return nil, err
	}
	var outs []string
	for _, o := range m.Outputs {
		if o.Config == config && (target == "" || o.Target == target) {
			outs = append(outs, o.Out)
		}
	}
	return outs, nil
}

// Made returns the stamp of what was made once in a module, and the paths of its files, sorted; "" if
// nothing was.
func Made(root, out string) (stamp string, paths []string, err error) {
	m, err := manifestOf(root)
	if err != nil {
		return "", nil, err
	}
	o := m.output(out)
	if o == nil || o.Stamp == "" {
		return "", nil, nil
	}
	for _, e := range o.Files {
		paths = append(paths, e.Path)
	}
	return o.Stamp, paths, nil
}

func manifestOf(root string) (*manifest, error) {
	f, err := openFolder(root)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, _, err := readManifest(f)
	return m, err
}

// Files returns what was made once in a folder, as it will be after the transaction. What its owner has deleted is not
// among it.
func (t *Transaction) Files(out string) ([]File, error) {
	written := map[string][]byte{}
	for _, d := range t.drift {
		if d.Kind == Missing || d.Kind == Stale {
			written[d.Path] = d.New
		}
	}
	var files []File
	for _, e := range t.after.output(out).files() {
		content, ok := written[e.Path]
		if !ok {
			var err error
			if content, err = t.read(e.Path); err != nil {
				return nil, err
			}
		}
		if content != nil {
			files = append(files, File{Path: e.Path, Owner: ownerOf(e), Content: content})
		}
	}
	return files, nil
}

// Edited reports whether anybody has changed or deleted a file since it was made, but for those that are excepted.
func (t *Transaction) Edited(out string, excepted func(path string) bool) (bool, error) {
	for _, e := range t.before.output(out).files() {
		if excepted(e.Path) {
			continue
		}
		content, err := t.read(e.Path)
		if err != nil || content == nil || hash(content) != e.Hash {
			return true, err
		}
	}
	return false, nil
}

func ownerOf(e entry) Owner { return Owner(slices.Index(ownerNames[:], e.Owner)) } // check has looked at it
