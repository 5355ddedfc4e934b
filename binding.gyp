{
  "targets": [
    {
      "target_name": "troupe",
      "type": "none",
      "actions": [
        {
          "action_name": "cmake-js",
          "message": "building the addon with cmake-js, in build-native",
          "inputs": [],
          "outputs": ["<(PRODUCT_DIR)/always-asked"],
          "action": ["node", "tools/native/build.mjs", "--install"]
        }
      ]
    }
  ]
}
