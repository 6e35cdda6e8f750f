package generator

// Recorded returns the folders that runs for a configuration have written to, sorted, so that those
// that it no longer asks for can be emptied. The configuration is named as in Place.
func Recorded(root, config string) ([]string, error) {
	m, err := manifestOf(root)
	if err != nil {
		return nil, err
	}
	var outs []string
	for _, o := range m.Outputs {
		if o.Config == config {
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
