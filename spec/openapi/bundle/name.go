package bundle

import (
	"path"
	"strconv"
	"strings"
)

// name chooses the name of a component: that which a target has where it lies, with that of its file before it where it
// is taken, or of its folder if it is called like the file already, and then with a number behind it.
func (b *bundler) name(section string, to target) string {
	own, before := ownName(to), fileName(to.file.Path)
	if folder := path.Base(path.Dir(to.file.Path)); strings.HasPrefix(own, before) && folder != "." && folder != "/" {
		before = plain(folder)
	}
	for n, name := 1, own; ; n++ {
		if key := strings.ToLower(name); !b.taken[section][key] {
			b.taken[section][key] = true
			return name
		}
		if name = before + "_" + own; n > 1 {
			name = own + strconv.Itoa(n)
		}
	}
}

// ownName is what a target is called where it lies: the last word of its pointer, if that is a name, or its file.
func ownName(to target) string {
	if to.pointer == "" {
		return fileName(to.file.Path)
	}
	words := strings.Split(to.pointer[1:], "/")
	last := plain(unescape(words[len(words)-1]))
	if len(words) == 1 || isSection(words[len(words)-2]) {
		return last
	}
	return fileName(to.file.Path) + "_" + last
}

// isSection knows the keys below which there are names.
func isSection(key string) bool {
	switch key {
	case "$defs", "definitions":
		return true
	}
	for _, one := range sections() {
		if key == one {
			return true
		}
	}
	return false
}

// fileName is the name of a file without its ending; of an index, that of its folder.
func fileName(name string) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if dir := path.Base(path.Dir(name)); (base == "index" || base == "") && dir != "." && dir != "/" {
		base = dir
	}
	return plain(base)
}

// plain leaves nothing in a name but what components may be called.
func plain(name string) string {
	text := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-' {
			return c
		}
		return '_'
	}, name)
	if strings.Trim(text, "_") == "" {
		return "component"
	}
	return text
}

var (
	escaper   = strings.NewReplacer("~", "~0", "/", "~1")
	unescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

func escape(key string) string     { return escaper.Replace(key) }
func unescape(token string) string { return unescaper.Replace(token) }
