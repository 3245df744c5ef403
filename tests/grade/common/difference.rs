//! Names the differences between the expected JSON and the JSON that came.

use serde_json::Value;

/// The difference of a text that is not JSON.
pub const NO_JSON: &str = "the message is not JSON";

/// The probable mistake then, in a message that the student builds.
pub const BUILT_BY_HAND: &str = "a name may have quotes and backslashes in it. A text that is put \
                                 together by hand is then not JSON: build it with json!";

/// The probable mistake if such a message lacks a key.
pub const ANOTHER_KEY: &str = "a key has another name than in the Goal, or is missing";

/// The differences of a text that may not be JSON.
pub fn differences_in(expected: &Value, text: &str) -> Vec<String> {
    match serde_json::from_str(text) {
        Ok(came) => differences(expected, &came),
        Err(_) => vec![NO_JSON.to_string()],
    }
}

/// One short sentence for each difference; none when both say the same.
pub fn differences(expected: &Value, came: &Value) -> Vec<String> {
    let (Some(expected), Some(came)) = (expected.as_object(), came.as_object()) else {
        return if expected == came {
            Vec::new()
        } else {
            vec!["it is not a JSON object with the expected keys".to_string()]
        };
    };
    let mut found = Vec::new();
    for (key, value) in expected {
        match came.get(key) {
            None => found.push(format!("{key} is missing")),
            Some(other) if other == value => {}
            Some(other) => found.extend(value_differences(key, value, other)),
        }
    }
    let surplus = came.keys().filter(|key| !expected.contains_key(*key));
    found.extend(surplus.map(|key| format!("{key} should not be there")));
    found
}

fn value_differences(key: &str, expected: &Value, came: &Value) -> Vec<String> {
    let (Some(expected_names), Some(came_names)) = (expected.as_array(), came.as_array()) else {
        return vec![format!("{key} is {came}, not {expected}")];
    };
    let mut found = Vec::new();
    for name in without(expected_names, came_names) {
        found.push(format!("{key} lacks {}", plain(name)));
    }
    for name in without(came_names, expected_names) {
        found.push(format!("{key} has one {} too many", plain(name)));
    }
    if found.is_empty() {
        found.push(format!("{key} has the right names in another order"));
    }
    found
}

/// The values in `all` that are not in `taken`. A value that is there twice counts twice.
fn without<'a>(all: &'a [Value], taken: &[Value]) -> Vec<&'a Value> {
    let mut taken: Vec<&Value> = taken.iter().collect();
    let is_left = |value: &&Value| match taken.iter().position(|other| other == value) {
        Some(place) => {
            taken.swap_remove(place);
            false
        }
        None => true,
    };
    all.iter().filter(is_left).collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}
